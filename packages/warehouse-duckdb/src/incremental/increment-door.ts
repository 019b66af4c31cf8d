import type { DuckDBConnection } from '@duckdb/node-api';
import { hasErrorCode } from '@etude/kernel';
import type {
  CancelSignal,
  IncrementDoor,
  IncrementProgram,
  IncrementResult,
  QueryOptions,
  WarehouseRow,
} from '@etude/warehouse';
import { warehouseError } from '@etude/warehouse';
import { interruptible, runSelect } from '../run-select';
import {
  keptFolder,
  keptState,
  readKept,
  removeKept,
  removeUnkept,
  touchKept,
  writeKept,
} from './kept-store';
import type { KeptFile, KeptManifest } from './kept-store';
import { areSameDays, lakeDays } from './lake-days';
import type { LakeDay } from './lake-days';
import { ProgramRun } from './program-session';
import type { ProgramOutcome } from './program-session';

/** What the door of an open lake works with. */
export type IncrementDoorOptions = {
  readonly lakeDir: string;
  /** Gives work a connection of its own to the open lake. */
  readonly onConnection: <T>(
    use: (connection: DuckDBConnection, rowsIn: RowsIn) => Promise<T>,
  ) => Promise<T>;
};

type RowsIn = (table: string, files: readonly string[]) => string;
type Days = Readonly<Record<string, readonly LakeDay[]>>;

const daysOf = async (
  lakeDir: string,
  tables: readonly string[],
): Promise<Days> => {
  const days: Record<string, LakeDay[]> = {};
  for (const table of tables) days[table] = await lakeDays(lakeDir, table);
  return days;
};

const isStill = (
  { inspection }: IncrementProgram,
  now: { readonly kept: KeptManifest | null; readonly days: Days },
): boolean =>
  (inspection.kept?.version ?? null) === (now.kept?.version ?? null) &&
  Object.entries(inspection.days).every(([table, days]) =>
    areSameDays(days, now.days[table] ?? []),
  );

/** The days that a program keeps something of, of those there are. */
const daysKept = (
  { keeps }: IncrementProgram,
  table: string,
  days: readonly LakeDay[],
): readonly LakeDay[] => {
  const kept = new Set(keeps?.days[table]);
  return days.filter(({ day }) => kept.has(day));
};

const filesKept = (
  { keeps }: IncrementProgram,
  kept: KeptManifest | null,
  { written }: ProgramOutcome,
): Map<string, KeptFile> =>
  new Map(
    (keeps?.files ?? []).map(name => {
      const file = written.get(name) ?? kept?.files.get(name);
      if (file !== undefined) return [name, file];
      throw new RangeError(
        `The program of increment keeps the file '${name}' but neither makes nor has it.`,
      );
    }),
  );

const bytesOf = (files: Iterable<KeptFile>): number =>
  [...files].reduce((sum, { bytes }) => sum + bytes, 0);

type Run = {
  readonly program: IncrementProgram;
  readonly folder: string;
  readonly kept: KeptManifest | null;
  readonly days: Days;
};

const noLake = () =>
  Promise.reject(
    warehouseError(
      'file',
      'This DuckDB has no lake, so there is no folder to keep anything in. Open it with a lake.',
    ),
  );

/** The door of an engine without a lake, which keeps nothing. */
export const doorWithoutLake: IncrementDoor = {
  inspect: noLake,
  run: noLake,
  forget: noLake,
};

/** Keeps what a program made, unless its days changed under its hands. */
const keep = async (
  lakeDir: string,
  { program, folder, kept, days }: Run,
  outcome: ProgramOutcome,
): Promise<number> => {
  const { keeps } = program;
  if (keeps === null) return bytesOf(kept?.files.values() ?? []);
  const now = await daysOf(lakeDir, Object.keys(keeps.days));
  const isUnchanged = Object.keys(keeps.days).every(table =>
    areSameDays(
      daysKept(program, table, days[table] ?? []),
      daysKept(program, table, now[table] ?? []),
    ),
  );
  const replaced = [...(kept?.files.values() ?? [])];
  const written = [...outcome.written.values()];
  const files = isUnchanged
    ? filesKept(program, kept, outcome)
    : (kept?.files ?? new Map<string, KeptFile>());
  if (isUnchanged) await writeKept(folder, { files, content: keeps.content });
  await removeUnkept(folder, {
    kept: new Set([...files.values()].map(({ path }) => path)),
    replaced: [...replaced, ...written].map(({ path }) => path),
    now: new Date(Date.now()),
  });
  return bytesOf(files.values());
};

const answerOf = async (
  connection: DuckDBConnection,
  { answers }: IncrementProgram,
  signal: CancelSignal | undefined,
): Promise<WarehouseRow[]> => {
  const rows: WarehouseRow[] = [];
  for (const sql of answers) {
    rows.push(...(await runSelect(connection, sql, signal)).rows);
  }
  return rows;
};

const execute = (
  { lakeDir, onConnection }: IncrementDoorOptions,
  run: Run,
  signal: CancelSignal | undefined,
): Promise<IncrementResult> =>
  onConnection((connection, rowsIn) =>
    interruptible(connection, signal, async () => {
      const startedAt = performance.now();
      const { program } = run;
      const session = new ProgramRun({ ...run, connection, signal, rowsIn });
      for (const step of program.steps) await session.step(step);
      const rows = await answerOf(connection, program, signal);
      const outcome = session.outcome();
      // An erasure that removed the folder meanwhile has the last word.
      const bytesKept = await keep(lakeDir, run, outcome).catch(
        (error: unknown) => {
          if (hasErrorCode(error, 'ENOENT')) return 0;
          throw error;
        },
      );
      return {
        rows,
        elapsedMs: performance.now() - startedAt,
        days: program.days,
        bytesRead: outcome.bytesRead,
        bytesKept,
        isKept: program.keeps !== null,
        statements: [...outcome.statements, ...program.answers],
      };
    }),
  );

const runProgram = async (
  options: IncrementDoorOptions,
  program: IncrementProgram,
  { signal }: QueryOptions = {},
): Promise<IncrementResult | null> => {
  const folder = keptFolder(options.lakeDir, program.id);
  const now = {
    kept: await readKept(folder),
    days: await daysOf(options.lakeDir, Object.keys(program.inspection.days)),
  };
  if (!isStill(program, now)) return null;
  if (program.keeps !== null || now.kept !== null) {
    await touchKept(folder, new Date(Date.now()));
  }
  return execute(options, { program, folder, ...now }, signal);
};

/** Runs work one after the other: two at once would replace each other's files. */
const takingTurns = () => {
  const running = new Map<string, Promise<unknown>>();
  return <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = (running.get(id) ?? Promise.resolve()).then(work, work);
    running.set(id, turn);
    const leave = () => {
      if (running.get(id) === turn) running.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  };
};

/** The door to what a lake keeps of computations, below its `state` folder. */
export const createIncrementDoor = (
  options: IncrementDoorOptions,
): IncrementDoor => {
  const { lakeDir } = options;
  const inTurn = takingTurns();
  return {
    inspect: async ({ id, tables }) => {
      const kept = await readKept(keptFolder(lakeDir, id));
      const days = await daysOf(lakeDir, tables);
      return {
        kept: kept === null ? null : keptState(kept),
        days: Object.fromEntries(
          Object.entries(days).map(([table, ofTable]) => [
            table,
            ofTable.map(({ files: _files, ...day }) => day),
          ]),
        ),
      };
    },
    run: (program, queryOptions) =>
      inTurn(program.id, () => runProgram(options, program, queryOptions)),
    forget: id => inTurn(id, () => removeKept(keptFolder(lakeDir, id))),
  };
};
