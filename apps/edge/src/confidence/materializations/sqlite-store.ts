import { DatabaseSync } from 'node:sqlite';
import { EtudeError } from '@etude/kernel';
import type { MaterializationWrite } from '@etude/resolver';
import {
  MATERIALIZATIONS_UNAVAILABLE,
  materializationId,
} from './materialization-store';
import type { MaterializationStore } from './materialization-store';

/** A store in a file of this edge. */
export type SqliteMaterializations = MaterializationStore & {
  readonly close: () => void;
};

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
`;

const unavailable = (cause: unknown): EtudeError =>
  new EtudeError(
    'The store of sticky assignments failed. Check the disk and the permissions of the directory of the edge.',
    { code: MATERIALIZATIONS_UNAVAILABLE, kind: 'operational', cause },
  );

type Waiting = {
  readonly writes: readonly MaterializationWrite[];
  readonly resolve: () => void;
  readonly reject: (error: EtudeError) => void;
};

/** Writes of one turn of the event loop share a transaction and its sync. */
const groupCommit = (database: DatabaseSync): MaterializationStore['write'] => {
  const upsert = database.prepare(
    'INSERT INTO materialized VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET variant = excluded.variant',
  );
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const { unit, materialization, rule, variant } of group.flatMap(
        ({ writes }) => writes,
      )) {
        upsert.run(materialization, unit, rule, variant);
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
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

/**
 * Opens the store in `file`, or in memory for `:memory:`.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const openSqliteMaterializations = (
  file: string,
): SqliteMaterializations => {
  try {
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    const select = database.prepare(
      'SELECT rule, variant FROM materialized WHERE materialization = ? AND unit = ?',
    );
    return {
      read: async keys => {
        try {
          return new Map(
            keys.flatMap(key => {
              const rows = select.all(key.materialization, key.unit);
              if (rows.length === 0) return [];
              const variants = Object.fromEntries(
                rows.map(row => [String(row['rule']), String(row['variant'])]),
              );
              return [[materializationId(key), { included: true, variants }]];
            }),
          );
        } catch (error) {
          throw unavailable(error);
        }
      },
      write: groupCommit(database),
      close: () => database.close(),
    };
  } catch (error) {
    throw unavailable(error);
  }
};
