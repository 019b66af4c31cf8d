import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readManifest } from '@etude/events';
import { openCompactionEngine } from '../compaction-engine';
import type { CompactionEngine } from '../compaction-engine';
import type { AssignmentLedger } from './assignment-ledger';
import type { EventLedger } from './event-ledger';
import { idOf } from './soak-oracle';
import { STICKY_FLAG } from './soak-states';
import type { StickyLedger } from './sticky-ledger';

/** Who holds what was acknowledged. */
export type Ledgers = {
  readonly assignments: AssignmentLedger;
  readonly events: EventLedger;
  readonly sticky: StickyLedger;
};

const assignmentRow = z
  .object({
    unit: z.string(),
    selector: z.string(),
    flag: z.string(),
    rule: z.string(),
    segment: z.string(),
    assignment_id: z.string(),
    variant: z.string().nullable(),
    reason: z.string(),
    resolve_id: z.string(),
    assigned_ms: z.coerce.number(),
  })
  .transform(({ assignment_id, resolve_id, assigned_ms, ...row }) => ({
    ...row,
    assignmentId: assignment_id,
    resolveId: resolve_id,
    assignedMs: assigned_ms,
  }));

const eventRow = z
  .object({ event_id: z.string(), unit: z.string().nullable() })
  .transform(({ event_id, unit }) => ({ eventId: event_id, unit }));

const idRow = z.object({ id: z.string(), rows: z.coerce.number() });

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The files whose rows count: those that readers of the lake read. */
const countedFiles = async (folder: string): Promise<string[]> => {
  const { merged, replaced } = await readManifest(folder);
  const uncounted = new Set(replaced.map(({ path }) => path));
  const plain = (await readdir(folder, { recursive: true })).filter(
    name =>
      name.endsWith('.parquet') &&
      !name.includes('/merged/') &&
      !uncounted.has(name),
  );
  return [...plain, ...merged.map(({ path }) => path)].map(name =>
    join(folder, name),
  );
};

/** Ids that more than one row of a table has. */
const repeatedIds = async (
  { query }: CompactionEngine,
  files: readonly string[],
  column: string,
): Promise<string[]> => {
  const { rows } = await query(
    `SELECT ${column} AS id, count(*) AS rows FROM read_parquet([${files.map(text).join(', ')}], hive_partitioning = false) GROUP BY ALL HAVING count(*) > 1`,
  );
  return z
    .array(idRow)
    .parse(rows)
    .map(
      row => `doubled: ${column} ${row.id} is in the lake ${row.rows} times`,
    );
};

const checkAssignments = async (
  engine: CompactionEngine,
  folder: string,
  { assignments: ledger, sticky }: Ledgers,
): Promise<string[]> => {
  const files = await countedFiles(folder);
  const problems = await repeatedIds(engine, files, 'log_id');
  for (const file of files) {
    const { rows } = await engine.query(
      `SELECT unit, selector, flag, rule, segment, assignment_id, variant, reason, resolve_id, epoch_ms(assigned_at) AS assigned_ms FROM read_parquet(${text(file)}, hive_partitioning = false)`,
    );
    for (const row of z.array(assignmentRow).parse(rows)) {
      if (row.flag === idOf(STICKY_FLAG)) {
        sticky.row(row);
        continue;
      }
      const problem = ledger.row(row);
      if (problem !== null) problems.push(problem);
    }
  }
  return [...problems, ...ledger.problems(), ...sticky.problems()];
};

const checkEvents = async (
  engine: CompactionEngine,
  folder: string,
  ledger: EventLedger,
): Promise<string[]> => {
  const files = await countedFiles(folder);
  const problems = await repeatedIds(engine, files, 'event_id');
  for (const file of files) {
    const { rows } = await engine.query(
      `SELECT event_id, unit FROM read_parquet(${text(file)}, hive_partitioning = false)`,
    );
    for (const row of z.array(eventRow).parse(rows)) {
      const problem = ledger.row(row);
      if (problem !== null) problems.push(problem);
    }
  }
  return [...problems, ...ledger.problems()];
};

/**
 * Reads the whole lake, file by file, and holds it against what was
 * acknowledged. Gives what is lost, doubled or in it without a reason.
 */
export const checkLake = async (
  lakeDir: string,
  ledgers: Ledgers,
): Promise<string[]> => {
  const engine = await openCompactionEngine();
  try {
    return [
      ...(await checkAssignments(
        engine,
        join(lakeDir, 'assignments'),
        ledgers,
      )),
      ...(await checkEvents(engine, join(lakeDir, 'events'), ledgers.events)),
    ];
  } finally {
    engine.close();
  }
};
