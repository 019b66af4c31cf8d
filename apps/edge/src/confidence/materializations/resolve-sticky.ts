import type {
  MaterializationRecord,
  ResolveRequest,
  ResolveResult,
  Resolver,
} from '@etude/resolver';
import { materializationId } from './materialization-store';
import type {
  MaterializationKey,
  MaterializationStore,
} from './materialization-store';

/**
 * Resolves with the sticky assignments in a store that answers later: the
 * resolver says what it looked up, that is read, and it resolves again, until
 * it asks for nothing new. Requests without sticky rules resolve once.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const resolveSticky = async (
  resolver: Resolver,
  request: Omit<ResolveRequest, 'materializations'>,
  store: MaterializationStore,
): Promise<ResolveResult> => {
  const known = new Map<string, MaterializationRecord | null>();
  for (;;) {
    const asked = new Map<string, MaterializationKey>();
    const result = resolver.resolve({
      ...request,
      materializations: (unit, materialization) => {
        const key = { unit, materialization };
        const id = materializationId(key);
        const record = known.get(id);
        if (record === undefined) asked.set(id, key);
        return record ?? null;
      },
    });
    if (asked.size === 0) return result;
    const found = await store.read([...asked.values()]);
    for (const id of asked.keys()) known.set(id, found.get(id) ?? null);
  }
};
