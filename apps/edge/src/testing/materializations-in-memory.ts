import { materializationId, recordsAfter } from '@etude/openfeature-provider';
import type { MaterializationStore } from '@etude/openfeature-provider';
import type { MaterializationRecord } from '@etude/resolver';

/** A store of sticky assignments that ends with the test. */
export const materializationsInMemory = (): MaterializationStore => {
  const records = new Map<string, MaterializationRecord>();
  return {
    read: async keys =>
      new Map(
        keys.map(materializationId).map(id => [id, records.get(id) ?? null]),
      ),
    write: async writes => {
      const written = recordsAfter(writes, id => records.get(id));
      for (const [id, record] of written) records.set(id, record);
      return written;
    },
  };
};
