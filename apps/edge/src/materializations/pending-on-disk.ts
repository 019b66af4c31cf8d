import type { DatabaseSync } from 'node:sqlite';
import type { PendingWrites, StickyWrite } from '@etude/openfeature-provider';
import { groupCommit, inTransaction, withFile } from './materializations-file';

const COLUMNS = 'id, materialization, unit, rule, variant, replaces';

type Row = Readonly<Record<string, unknown>>;

const writeOf = ({
  materialization,
  unit,
  rule,
  variant,
  replaces,
}: Row): StickyWrite => ({
  materialization: String(materialization),
  unit: String(unit),
  rule: String(rule),
  variant: String(variant),
  replaces: typeof replaces === 'string' ? replaces : null,
});

const countOf = (database: DatabaseSync): number =>
  Number(
    database.prepare('SELECT count(*) AS n FROM pending').get()?.['n'] ?? 0,
  );

/** What this edge kept for itself before it shared is shared from now on. */
const handOver = (database: DatabaseSync): void => {
  inTransaction(database, () => {
    database.exec(`
      INSERT INTO pending (materialization, unit, rule, variant)
        SELECT materialization, unit, rule, variant FROM materialized;
      DELETE FROM materialized;
    `);
  });
};

/**
 * Sticky assignments that the portal has not taken yet, in the file of this
 * edge, so that they outlive it.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE, also from its functions
 */
export const pendingOnDisk = (database: DatabaseSync): PendingWrites =>
  withFile(() => {
    handOver(database);
    const insert = database.prepare(
      'INSERT INTO pending (materialization, unit, rule, variant, replaces) VALUES (?, ?, ?, ?, ?)',
    );
    const oldest = database.prepare(
      `SELECT ${COLUMNS} FROM pending ORDER BY id LIMIT ?`,
    );
    const ofUnit = database.prepare(
      `SELECT ${COLUMNS} FROM pending WHERE materialization = ? AND unit = ? ORDER BY id`,
    );
    const forget = database.prepare('DELETE FROM pending WHERE id = ?');
    const ids = new WeakMap<StickyWrite, number>();
    const commit = groupCommit(
      database,
      ({ materialization, unit, rule, variant, replaces }) => {
        insert.run(materialization, unit, rule, variant, replaces);
      },
    );
    let size = countOf(database);
    return {
      size: () => size,
      add: async writes => {
        await commit(writes);
        size += writes.length;
      },
      of: keys =>
        withFile(() =>
          keys.flatMap(({ materialization, unit }) =>
            ofUnit.all(materialization, unit).map(writeOf),
          ),
        ),
      next: limit =>
        withFile(() =>
          oldest.all(limit).map(row => {
            const write = writeOf(row);
            ids.set(write, Number(row['id']));
            return write;
          }),
        ),
      remove: writes => {
        withFile(() =>
          inTransaction(database, () => {
            for (const write of writes) forget.run(ids.get(write) ?? -1);
          }),
        );
        size -= writes.length;
      },
    };
  });
