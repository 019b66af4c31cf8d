import {
  dependentProblems,
  flagObjectSchema,
  prerequisiteProblems,
  validateFlag,
} from '@etude/flags';
import type { Segment } from '@etude/flags';
import type { Problem } from '@etude/kernel';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { referenceProblems } from '../rules/flag-update';
import type { Stores } from '../stores/stores';
import { refusal } from './refusals';

/** Every flag that is reached from `flag` along prerequisites. */
export const requiredFlags = async (
  stores: Pick<Stores, 'flags'>,
  flag: Pick<FlagRecord, 'prerequisites'>,
): Promise<FlagRecord[]> => {
  const found = new Map<string, FlagRecord>();
  const asked = new Set<string>();
  let next = flag.prerequisites.map(required => required.flag);
  while (next.length > 0) {
    for (const id of next) asked.add(id);
    const flags = await stores.flags.getMany(next);
    for (const other of flags) found.set(other.id, other);
    next = [
      ...new Set(
        flags.flatMap(other =>
          other.prerequisites.map(required => required.flag),
        ),
      ),
    ].filter(id => !asked.has(id));
  }
  return [...found.values()];
};

/** Why other flags forbid what `flag` is to become; empty if they do not. */
export const problemsOfDependents = async (
  stores: Stores,
  flag: FlagRecord,
): Promise<Problem[]> =>
  dependentProblems(flag, await stores.flags.listDependents(flag.id));

/**
 * What is wrong with a flag as a whole and with all it refers to; `segments`
 * are to be stored with it.
 */
export const flagProblems = async (
  stores: Stores,
  flag: FlagRecord,
  segments: readonly Pick<Segment, 'id' | 'state'>[] = [],
): Promise<Problem[]> => {
  const validated = validateFlag(flagObjectSchema.parse(flag));
  const clients = await stores.clients.list();
  const known = [...(await stores.segments.list()), ...segments];
  return [
    ...(validated.ok ? [] : validated.problems),
    ...referenceProblems(flag, {
      clients: new Set(clients.map(({ id }) => id)),
      segments: new Map(known.map(segment => [segment.id, segment])),
    }),
    ...prerequisiteProblems(flag, await requiredFlags(stores, flag)),
    ...(await problemsOfDependents(stores, flag)),
  ];
};

/**
 * Checks a flag whole, against its schema and what it refers to.
 *
 * @throws ETUDE_FLAGS_INVALID with every problem.
 */
export const checkFlag = async (
  stores: Stores,
  flag: FlagRecord,
): Promise<void> => {
  const problems = await flagProblems(stores, flag);
  if (problems.length > 0) {
    throw refusal(`Flag '${flag.id}' cannot be saved`, problems);
  }
};
