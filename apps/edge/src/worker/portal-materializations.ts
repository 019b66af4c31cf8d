import { EtudeError } from '@etude/kernel';
import {
  MATERIALIZATIONS_UNAVAILABLE,
  materializationId,
  recordOfUnit,
} from '@etude/openfeature-provider';
import type {
  MaterializationRemote,
  MaterializationStore,
  MaterializedUnits,
} from '@etude/openfeature-provider';
import type { MaterializationRecord } from '@etude/resolver';
import { messageOf } from '../process-log';

/** Units that the portal takes at once. */
const MOST_AT_ONCE = 500;

const chunksOf = <T>(list: readonly T[]): (readonly T[])[] => {
  const chunks: (readonly T[])[] = [];
  for (let from = 0; from < list.length; from += MOST_AT_ONCE) {
    chunks.push(list.slice(from, from + MOST_AT_ONCE));
  }
  return chunks;
};

const recordsOf = ({
  units,
}: MaterializedUnits): [string, MaterializationRecord][] =>
  units.map(unit => [materializationId(unit), recordOfUnit(unit)]);

/**
 * The sticky assignments of the portal, asked for by every request for itself:
 * requests of a Worker cannot wait for each other. A read that fails leaves
 * its units unknown; a write that fails throws, as there is no disk to keep it
 * on meanwhile.
 */
export const portalMaterializations = (
  remote: MaterializationRemote,
  onProblem: (message: string) => void,
): MaterializationStore => ({
  read: async keys => {
    const found = new Map<string, MaterializationRecord | null>();
    try {
      for (const chunk of chunksOf(keys)) {
        const answer = await remote.read(chunk);
        for (const key of chunk) found.set(materializationId(key), null);
        for (const key of answer.unknown) found.delete(materializationId(key));
        for (const [id, record] of recordsOf(answer)) found.set(id, record);
      }
    } catch (error) {
      onProblem(messageOf(error));
    }
    return found;
  },
  write: async writes => {
    const held = new Map<string, MaterializationRecord>();
    try {
      for (const chunk of chunksOf(writes)) {
        const answer = await remote.write(chunk);
        for (const [id, record] of recordsOf(answer)) held.set(id, record);
      }
    } catch (cause) {
      onProblem(messageOf(cause));
      throw new EtudeError(
        'The portal did not keep the sticky assignments of a request. Check ETUDE_BACKEND_URL and ETUDE_EDGE_TOKEN.',
        { code: MATERIALIZATIONS_UNAVAILABLE, kind: 'operational', cause },
      );
    }
    return held;
  },
});
