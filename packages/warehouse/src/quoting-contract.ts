import { hasErrorCode } from '@etude/kernel';
import {
  aggregateWhen,
  ascending,
  column,
  compare,
  item,
  literal,
  printSql,
  select,
  table,
} from '@etude/sql';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '@etude/sql/conformance';
import type { ContractRunner } from './driver-contract';
import type { EngineUnderTest, TestTable } from './engine-under-test';
import { WAREHOUSE_ERROR_CODES } from './warehouse-error';

/** Declares one case that is given the started engine. */
type OnEngine = (
  name: string,
  body: (engine: EngineUnderTest) => Promise<void>,
) => void;

const hostileTable = (
  name: string,
  columnNames: readonly string[],
): TestTable => ({
  name,
  columns: [
    { name: 'id', type: 'bigint' },
    ...columnNames.map(each => ({ name: each, type: 'text' as const })),
  ],
  rows: HOSTILE_TEXTS.map((text, index) => [
    index,
    ...columnNames.map(() => text),
  ]),
});

/**
 * What every engine does with hostile texts and names that its tables hold:
 * reads them back as they are and finds them by value. `tableName` and
 * `columnNames` are as hostile as the engine's own tables may be. That printed
 * literals and aliases mean the same everywhere is said by `engineCases` of
 * `@etude/sql/conformance`.
 */
export const quotingContract = (
  onEngine: OnEngine,
  expect: ContractRunner['expect'],
  names: {
    readonly tableName?: string;
    readonly columnNames?: readonly string[];
  } = {},
): void => {
  const { tableName = 'hostile', columnNames = HOSTILE_NAMES } = names;

  onEngine('reads hostile texts and names back', async engine => {
    const { driver } = engine;
    await engine.load(hostileTable(tableName, columnNames));
    const id = column('t', 'id');
    const all = select({
      items: columnNames.map(name => item(name, column('t', name))),
      from: table([tableName], 't'),
      orderBy: [ascending(id)],
    });
    const { rows, columns } = await driver.query(printSql(all, driver.dialect));
    expect(columns.map(each => each.name)).toEqual([...columnNames]);
    expect(rows).toEqual(
      HOSTILE_TEXTS.map(text =>
        Object.fromEntries(columnNames.map(name => [name, text])),
      ),
    );
  });

  onEngine('finds hostile texts by value', async engine => {
    const { driver } = engine;
    const [name = ''] = columnNames;
    await engine.load(hostileTable(tableName, [name]));
    const found = select({
      items: HOSTILE_TEXTS.map((text, index) =>
        item(
          `found_${index}`,
          aggregateWhen(
            'sum',
            column('t', 'id'),
            compare(column('t', name), '=', literal(text)),
          ),
        ),
      ),
      from: table([tableName], 't'),
    });
    const { rows } = await driver.query(printSql(found, driver.dialect));
    expect(Object.values(rows[0] ?? {})).toEqual(
      HOSTILE_TEXTS.map((_text, index) => index),
    );
  });

  onEngine('refuses a NUL character before anything is sent', async engine => {
    const { driver } = engine;
    const sql = "SELECT 'a\0b' AS a";
    for (const call of [driver.query, driver.describe, driver.estimate]) {
      const error: unknown = await call(sql).then(
        () => 'answered',
        (reason: unknown) => reason,
      );
      expect(hasErrorCode(error, WAREHOUSE_ERROR_CODES.sql)).toEqual(true);
      expect(String(error).includes('NUL')).toEqual(true);
    }
  });
};
