import { DatabaseSync } from 'node:sqlite';
import { EtudeError } from '@etude/kernel';
import { MATERIALIZATIONS_UNAVAILABLE } from '@etude/openfeature-provider';
import type { StickyWrite } from '@etude/openfeature-provider';

// In WAL mode with synchronous=FULL a commit returns after the log is synced.
const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS materialized (
  materialization TEXT NOT NULL,
  unit TEXT NOT NULL,
  rule TEXT NOT NULL,
  variant TEXT NOT NULL,
  PRIMARY KEY (materialization, unit, rule)
) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  materialization TEXT NOT NULL,
  unit TEXT NOT NULL,
  rule TEXT NOT NULL,
  variant TEXT NOT NULL,
  replaces TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS pending_units ON pending (materialization, unit);
`;

const unavailable = (cause: unknown): EtudeError =>
  new EtudeError(
    'The store of sticky assignments failed. Check the disk and the permissions of the directory of the edge.',
    { code: MATERIALIZATIONS_UNAVAILABLE, kind: 'operational', cause },
  );

/**
 * The result of `run`.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE when the file cannot be used.
 */
export const withFile = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    throw unavailable(error);
  }
};

/**
 * Opens the file in which an edge keeps sticky assignments: its own, and those
 * that the portal has not taken yet. `:memory:` is one without a disk.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const openMaterializationsFile = (file: string): DatabaseSync =>
  withFile(() => {
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    return database;
  });

/** A reader of the size of the file, in bytes; null once it is closed. */
export const fileSize = (database: DatabaseSync): (() => number | null) => {
  const select = database.prepare(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  );
  return () =>
    database.isOpen ? withFile(() => Number(select.get()?.['bytes'])) : null;
};

/** Runs `change` whole or not at all. */
export const inTransaction = (
  database: DatabaseSync,
  change: () => void,
): void => {
  database.exec('BEGIN IMMEDIATE');
  try {
    change();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

type Waiting = {
  readonly writes: readonly StickyWrite[];
  readonly resolve: () => void;
  readonly reject: (error: EtudeError) => void;
};

/**
 * A write that resolves after the disk has it; those of one turn of the event
 * loop share a transaction and its sync.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE from what it gives.
 */
export const groupCommit = (
  database: DatabaseSync,
  insert: (write: StickyWrite) => void,
): ((writes: readonly StickyWrite[]) => Promise<void>) => {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      inTransaction(database, () => {
        for (const { writes } of group) writes.forEach(insert);
      });
    } catch (error) {
      const failure = unavailable(error);
      for (const { reject } of group) reject(failure);
      return;
    }
    for (const { resolve } of group) resolve();
  };
  return writes =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ writes, resolve, reject });
    });
};
