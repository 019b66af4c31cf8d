import { LAKE_TABLES } from '@etude/events';
import type { LakeColumn, LakeTable } from '@etude/events';

/** How the tables are made. */
export type ClickHouseTablesOptions = {
  readonly database: string;
  /**
   * `ReplicatedReplacingMergeTree` of a cluster with this name, through
   * `ON CLUSTER`; left out, one server.
   */
  readonly cluster?: string;
};

/** A quoted identifier. */
export const identifier = (name: string): string =>
  `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** The table that the sink writes; people read the view without `_log`. */
export const logTableName = ({ name }: LakeTable): string => `${name}_log`;

/** Texts of few values, which ClickHouse stores as numbers. */
const FEW_VALUES = new Set([
  'selector',
  'flag',
  'rule',
  'segment',
  'variant',
  'reason',
  'client',
  'environment',
  'event',
]);

const TYPES: Readonly<Record<LakeColumn['type'], string>> = {
  VARCHAR: 'String',
  DOUBLE: 'Float64',
  TIMESTAMP: "DateTime64(6, 'UTC')",
};

const typeOf = ({ name, type, required }: LakeColumn): string => {
  const inner = required ? TYPES[type] : `Nullable(${TYPES[type]})`;
  return FEW_VALUES.has(name) ? `LowCardinality(${inner})` : inner;
};

/** The columns that the sink writes, with their types. */
export const logColumns = (
  table: LakeTable,
): readonly { readonly name: string; readonly type: string }[] => [
  ...table.columns.map(column => ({
    name: column.name,
    type: typeOf(column),
  })),
  { name: 'row_id', type: 'String' },
];

/** Blocks by whose tokens a repeated insert is recognised. */
const WINDOW = 10_000;

const engineOf = ({ cluster }: ClickHouseTablesOptions): string =>
  cluster === undefined
    ? 'ReplacingMergeTree(precedence)'
    : "ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', precedence)";

const sortedFirstBy = ({ name }: LakeTable): string =>
  name === 'events' ? 'event' : 'flag';

const arrivalColumn = ({ columns, timestampColumn }: LakeTable): string =>
  columns.some(({ name }) => name === 'received_at')
    ? 'received_at'
    : timestampColumn;

/**
 * The statements that make the tables of the sink and the views that people
 * read. Safe to run again.
 *
 * Rows are the same when their `row_id`, event (or flag) and unit are: of
 * these the earliest counts. The views ask for exactly that with `FINAL`, which
 * costs little in a table sorted that way.
 */
export const clickHouseTables = (
  options: ClickHouseTablesOptions,
): readonly string[] => {
  const database = identifier(options.database);
  const on =
    options.cluster === undefined
      ? ''
      : ` ON CLUSTER ${identifier(options.cluster)}`;
  const window =
    options.cluster === undefined
      ? `non_replicated_deduplication_window = ${WINDOW}`
      : `replicated_deduplication_window = ${WINDOW}`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${database}${on}`,
    ...LAKE_TABLES.flatMap(table => {
      const log = `${database}.${identifier(logTableName(table))}`;
      const columns = logColumns(table).map(
        ({ name, type }) => `  ${identifier(name)} ${type}`,
      );
      const names = table.columns.map(({ name }) => identifier(name));
      return [
        [
          `CREATE TABLE IF NOT EXISTS ${log}${on}`,
          '(',
          [
            ...columns,
            // Of the same rows the one with the greatest number stays.
            `  precedence UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Micro(${arrivalColumn(table)})))`,
          ].join(',\n'),
          ')',
          `ENGINE = ${engineOf(options)}`,
          `PARTITION BY toYYYYMM(${table.timestampColumn})`,
          `ORDER BY (${sortedFirstBy(table)}, ifNull(unit, ''), row_id)`,
          `SETTINGS ${window}`,
        ].join('\n'),
        [
          `CREATE VIEW IF NOT EXISTS ${database}.${identifier(table.name)}${on}`,
          `AS SELECT ${names.join(', ')}, toDate(${table.timestampColumn}) AS date`,
          `FROM ${log} FINAL`,
        ].join('\n'),
      ];
    }),
  ];
};
