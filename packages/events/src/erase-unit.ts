import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { z } from 'zod';
import { workRoot } from './compact-segment';
import type { RunSql } from './run-sql';
import { mergeCopy, unitRowsQuery } from './compaction-sql';
import { lakeDays, lakeFilesOfDay } from './lake-files';
import { forgetInStates } from './kept-state';
import { addDigests, digestOf, readManifest } from './lake-manifest';
import { LAKE_TABLES } from './lake-schema';
import type { LakeTable } from './lake-schema';
import { removeRejectedLines } from './rejected-lines';
import { replaceFiles } from './replace-files';
import { listActiveSegments, segmentIdOf } from './segment-file';
import { writeFileAtomically } from './write-file';

const requestSchema = z.object({
  id: z.uuid(),
  unit: z.string().min(1),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string().min(1),
  /**
   * Segments in which the unit may have been when the compactor first saw the
   * request: it waits until they are in the lake.
   */
  waitsFor: z.array(z.string()).readonly().optional(),
});

/** Somebody asked to forget a unit: all its assignments and events. */
export type ErasureRequest = Readonly<z.infer<typeof requestSchema>>;

const reportSchema = z.object({
  id: z.uuid(),
  /** SHA-256 of the unit in hexadecimal: the unit itself is forgotten. */
  unitHash: z.string(),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  finishedAt: z.iso.datetime(),
  rows: z.object({ assignments: z.number(), events: z.number() }),
  rejectedLines: z.number(),
});

/** What was forgotten, without saying whose it was. */
export type ErasureReport = Readonly<z.infer<typeof reportSchema>>;

const requestsDir = (lakeDir: string): string => join(lakeDir, '.erasures');
const reportsDir = (lakeDir: string): string =>
  join(requestsDir(lakeDir), 'done');

const requestPath = (lakeDir: string, id: string): string =>
  join(requestsDir(lakeDir), `${id}.json`);

const writeRequest = (lakeDir: string, request: ErasureRequest) =>
  writeFileAtomically(
    requestPath(lakeDir, request.id),
    `${JSON.stringify(request)}\n`,
  );

/** Asks the compactor of a lake to forget a unit; returns the request. */
export const requestErasure = async (
  lakeDir: string,
  wish: Omit<ErasureRequest, 'id' | 'waitsFor'>,
): Promise<ErasureRequest> => {
  const request = requestSchema.parse({ id: randomUUID(), ...wish });
  await mkdir(requestsDir(lakeDir), { recursive: true, mode: 0o700 });
  await writeRequest(lakeDir, request);
  return request;
};

const jsonFilesIn = async (dir: string): Promise<string[]> => {
  try {
    const names = await readdir(dir);
    return names.filter(name => name.endsWith('.json')).map(n => join(dir, n));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** Erasures that were asked for and not yet done, the oldest first. */
export const pendingErasures = async (
  lakeDir: string,
): Promise<ErasureRequest[]> => {
  const requests: ErasureRequest[] = [];
  for (const path of await jsonFilesIn(requestsDir(lakeDir))) {
    const text = await readFile(path, 'utf8');
    requests.push(requestSchema.parse(JSON.parse(text)));
  }
  return requests.sort((a, b) => a.requestedAt.localeCompare(b.requestedAt));
};

/** Erasures that are done, the newest first. */
export const finishedErasures = async (
  lakeDir: string,
): Promise<ErasureReport[]> => {
  const reports: ErasureReport[] = [];
  for (const path of await jsonFilesIn(reportsDir(lakeDir))) {
    const text = await readFile(path, 'utf8');
    reports.push(reportSchema.parse(JSON.parse(text)));
  }
  return reports.sort((a, b) => b.finishedAt.localeCompare(a.finishedAt));
};

/** What {@link eraseRequested} reads and writes. */
export type ErasureOptions = {
  readonly logDir: string;
  readonly lakeDir: string;
  readonly query: RunSql;
  readonly now: Date;
  /** Sealed segments that have yet to reach the lake, as it is now. */
  readonly listOpenSegments: () => Promise<ReadonlySet<string>>;
};

type Unfinished = {
  /** Sealed segments that may be compacted, for the first time or again. */
  readonly open: ReadonlySet<string>;
  /** These, and those that are still written to. */
  readonly all: ReadonlySet<string>;
};

/** The segments that are not in the lake, or perhaps in a part. */
const unfinishedSegments = async ({
  logDir,
  listOpenSegments,
}: ErasureOptions): Promise<Unfinished> => {
  // In this order: one that is sealed meanwhile is in both.
  const active = await listActiveSegments(logDir);
  const open = await listOpenSegments();
  return { open, all: new Set([...active.map(segmentIdOf), ...open]) };
};

/**
 * True when all that was logged before the request is in the lake. Clocks are
 * not asked: they jump.
 */
const isAllCompacted = async (
  { lakeDir }: ErasureOptions,
  request: ErasureRequest,
  { all }: Unfinished,
): Promise<boolean> => {
  const waitsFor = request.waitsFor ?? [...all];
  if (!waitsFor.some(id => all.has(id))) return true;
  if (request.waitsFor === undefined) {
    await writeRequest(lakeDir, { ...request, waitsFor });
  }
  return false;
};

const eraseFromTable = async (
  { lakeDir, query, now, open }: ErasureOptions & Pick<Unfinished, 'open'>,
  table: LakeTable,
  { id, unit }: ErasureRequest,
): Promise<number> => {
  const tableDir = join(lakeDir, table.name);
  const workDir = await mkdtemp(join(workRoot(lakeDir), 'erase-'));
  let erased = 0;
  try {
    for (const day of await lakeDays(tableDir)) {
      const manifest = await readManifest(tableDir);
      // What may be written again was logged after the request.
      const files = (await lakeFilesOfDay(tableDir, day, manifest)).filter(
        ({ path }) => !open.has(basename(path, '.parquet')),
      );
      if (files.length === 0) continue;
      const paths = new Map(files.map(f => [join(tableDir, f.path), f]));
      const { rows } = await query(unitRowsQuery([...paths.keys()], unit));
      for (const row of rows) {
        const file = paths.get(String(row['file']));
        if (file === undefined) {
          throw new Error(`The engine named a file of its own: ${row['file']}`);
        }
        const target = join(workDir, 'kept.parquet');
        const kept = join(tableDir, file.path);
        await query(
          mergeCopy({ table, files: [kept], target, withoutUnit: unit }),
        );
        await replaceFiles({
          tableDir,
          day,
          files: [file],
          target,
          digest: addDigests([file.digest, digestOf(`erasure ${id}`)]),
          now,
        });
        erased += Number(row['rows']);
      }
    }
    return erased;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
};

const erase = async (
  options: ErasureOptions & Pick<Unfinished, 'open'>,
  request: ErasureRequest,
): Promise<ErasureReport> => {
  const rows = { assignments: 0, events: 0 };
  for (const table of LAKE_TABLES) {
    rows[table.name] = await eraseFromTable(options, table, request);
  }
  await forgetInStates(options, request.unit);
  const rejectedLines = await removeRejectedLines(options.logDir, request.unit);
  return {
    id: request.id,
    unitHash: createHash('sha256').update(request.unit).digest('hex'),
    requestedAt: request.requestedAt,
    requestedBy: request.requestedBy,
    finishedAt: options.now.toISOString(),
    rows,
    rejectedLines,
  };
};

/**
 * Forgets the units of all requests whose data have reached the lake; the
 * others wait for the next pass. Safe to repeat: a killed erasure is done
 * again from its start. What readers no longer see leaves the disk with
 * `removeReplaced`. Only the compactor of the lake may call this.
 */
export const eraseRequested = async (
  options: ErasureOptions,
): Promise<ErasureReport[]> => {
  const reports: ErasureReport[] = [];
  await mkdir(workRoot(options.lakeDir), { recursive: true });
  for (const request of await pendingErasures(options.lakeDir)) {
    const unfinished = await unfinishedSegments(options);
    if (!(await isAllCompacted(options, request, unfinished))) continue;
    const report = await erase({ ...options, ...unfinished }, request);
    const done = reportsDir(options.lakeDir);
    await mkdir(done, { recursive: true });
    const text = `${JSON.stringify(report)}\n`;
    await writeFileAtomically(join(done, `${request.id}.json`), text);
    await rm(requestPath(options.lakeDir, request.id));
    reports.push(report);
  }
  return reports;
};
