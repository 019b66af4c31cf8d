import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeTable } from './lake-table';
import { openEngine } from './open-engine';
import { quotedName, quotedText } from './quote';

/** The columns of the lake that the tests use. */
export const FIXTURE_TABLES: readonly LakeTable[] = [
  {
    name: 'assignments',
    columns: [
      { name: 'assigned_at', type: 'TIMESTAMP' },
      { name: 'unit', type: 'VARCHAR' },
      { name: 'flag', type: 'VARCHAR' },
      { name: 'rule', type: 'VARCHAR' },
      { name: 'variant', type: 'VARCHAR' },
    ],
  },
  {
    name: 'events',
    columns: [
      { name: 'event', type: 'VARCHAR' },
      { name: 'event_time', type: 'TIMESTAMP' },
      { name: 'unit', type: 'VARCHAR' },
      { name: 'value', type: 'DOUBLE' },
    ],
  },
];

export type AssignmentFixture = {
  readonly at: string;
  readonly unit: string;
  readonly variant: string | null;
  readonly flag?: string;
  readonly rule?: string;
};

export type EventFixture = {
  readonly at: string;
  readonly unit: string | null;
  readonly event: string;
  readonly value?: number;
};

const cell = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? 'NULL' : quotedText(String(value));

/** Writes the rows of a table as the compactor would: one file per day. */
const writeTable = async (
  lakeDir: string,
  table: LakeTable,
  rows: readonly { readonly at: string; readonly cells: readonly string[] }[],
): Promise<void> => {
  const engine = await openEngine({});
  const connection = await engine.connect();
  const names = table.columns.map(({ name }) => quotedName(name)).join(', ');
  const casts = table.columns
    .map(
      ({ name, type }) =>
        `CAST(${quotedName(name)} AS ${type}) AS ${quotedName(name)}`,
    )
    .join(', ');
  for (const [day, ofDay] of Map.groupBy(rows, row => row.at.slice(0, 10))) {
    const folder = join(lakeDir, table.name, `date=${day}`);
    await mkdir(folder, { recursive: true });
    const values = ofDay.map(row => `(${row.cells.join(', ')})`).join(', ');
    await connection.run(
      `COPY (SELECT ${casts} FROM (VALUES ${values}) AS "rows" (${names})) TO ${quotedText(join(folder, 'segment.parquet'))} (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  await engine.close();
};

/** A lake with these assignments (of flag `checkout`, rule `rule-1`) and events. */
export const writeLake = async (
  lakeDir: string,
  rows: {
    readonly assignments: readonly AssignmentFixture[];
    readonly events: readonly EventFixture[];
  },
): Promise<void> => {
  const [assignments, events] = FIXTURE_TABLES;
  if (assignments === undefined || events === undefined) return;
  await writeTable(
    lakeDir,
    assignments,
    rows.assignments.map(row => ({
      at: row.at,
      cells: [
        row.at,
        row.unit,
        row.flag ?? 'checkout',
        row.rule ?? 'rule-1',
        row.variant,
      ].map(cell),
    })),
  );
  await writeTable(
    lakeDir,
    events,
    rows.events.map(row => ({
      at: row.at,
      cells: [row.event, row.at, row.unit, row.value].map(cell),
    })),
  );
};
