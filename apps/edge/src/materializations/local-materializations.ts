import type { DatabaseSync } from 'node:sqlite';
import { materializationId, recordOfUnit } from '@etude/openfeature-provider';
import type {
  MaterializationKey,
  MaterializationStore,
} from '@etude/openfeature-provider';
import type { MaterializationRecord } from '@etude/resolver';
import { groupCommit, withFile } from './materializations-file';

const recordReader = (
  database: DatabaseSync,
): ((key: MaterializationKey) => MaterializationRecord | null) => {
  const select = database.prepare(
    'SELECT rule, variant FROM materialized WHERE materialization = ? AND unit = ?',
  );
  return ({ materialization, unit }) => {
    const rows = select.all(materialization, unit);
    if (rows.length === 0) return null;
    const entries = rows.map(row => ({
      rule: String(row['rule']),
      variant: String(row['variant']),
    }));
    return recordOfUnit({ entries });
  };
};

/**
 * Sticky assignments in the file of this edge, which no other edge sees.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const localMaterializations = (
  database: DatabaseSync,
): MaterializationStore =>
  withFile(() => {
    const recordOf = recordReader(database);
    const insert = database.prepare(
      `INSERT INTO materialized VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET variant = excluded.variant WHERE variant = ?`,
    );
    const commit = groupCommit(
      database,
      ({ materialization, unit, rule, variant, replaces }) => {
        insert.run(materialization, unit, rule, variant, replaces);
      },
    );
    const read = (keys: readonly MaterializationKey[]) =>
      withFile(
        () => new Map(keys.map(key => [materializationId(key), recordOf(key)])),
      );
    return {
      read: async keys => read(keys),
      write: async writes => {
        await commit(writes);
        const records = new Map<string, MaterializationRecord>();
        for (const [id, record] of read(writes)) {
          if (record !== null) records.set(id, record);
        }
        return records;
      },
    };
  });
