import { buildResolverState, nestedSegments } from '@etude/flags';
import type { ResolverState } from '@etude/flags';
import type { FlagRecord } from '@etude/plugin-flags-common';
import type { StoredSegment } from '../stores/segment-store';
import type { Stores } from '../stores/stores';

/** Flags and segments as they were at a time, or are now. */
type Time = {
  readonly flag: (id: string) => Promise<FlagRecord | undefined>;
  readonly segment: (id: string) => Promise<StoredSegment | undefined>;
};

const timeOf = (stores: Stores, at: string | undefined): Time =>
  at === undefined
    ? {
        flag: id => stores.flags.get(id),
        segment: id => stores.segments.get(id),
      }
    : {
        flag: async id => (await stores.revisions.at(id, at))?.flag,
        segment: id => stores.segmentRevisions.at(id, at),
      };

/** Everything reached from `ids`, each looked up once. */
const reachable = async <T>(
  ids: readonly string[],
  look: (id: string) => Promise<T | undefined>,
  nextOf: (found: T) => readonly string[],
): Promise<T[]> => {
  const asked = new Set(ids);
  const found: T[] = [];
  for (const id of asked) {
    const thing = await look(id);
    if (thing === undefined) continue;
    found.push(thing);
    // A set that grows while it is walked is walked to its end.
    for (const next of nextOf(thing)) asked.add(next);
  }
  return found;
};

/** A resolver state with one flag and all it depends on. */
export type FlagState = {
  readonly state: ResolverState;
  readonly flag: FlagRecord;
};

/**
 * What resolvers knew of a flag at an ISO time (now when left out): the flag,
 * its prerequisites and their segments, without clients. Undefined when there
 * was no such flag then.
 */
export const flagStateAt = async (
  stores: Stores,
  request: {
    readonly account: string;
    readonly flagId: string;
    readonly at: string | undefined;
  },
): Promise<FlagState | undefined> => {
  const time = timeOf(stores, request.at);
  const flags = await reachable([request.flagId], time.flag, flag =>
    flag.prerequisites.map(required => required.flag),
  );
  const segments = await reachable(
    flags.flatMap(flag => flag.rules.map(rule => rule.segment)),
    time.segment,
    nestedSegments,
  );
  const flag = flags.find(({ id }) => id === request.flagId);
  return (
    flag && {
      flag,
      state: buildResolverState({
        account: request.account,
        version: flag.etag,
        clients: [],
        flags,
        segments,
      }),
    }
  );
};
