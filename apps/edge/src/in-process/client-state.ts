import type {
  ResolverState,
  StateFlag,
  StateSegment,
  StateTargeting,
} from '@etude/flags';
import type { ResolvedCredential } from '@etude/resolver';

const byName = <T extends { readonly name: string }>(
  entries: readonly T[],
): ReadonlyMap<string, T> => new Map(entries.map(entry => [entry.name, entry]));

/** Everything reachable from `start`, in the order it is met. */
const reachable = <T>(
  start: readonly string[],
  known: ReadonlyMap<string, T>,
  next: (entry: T) => readonly string[],
): ReadonlySet<string> => {
  const seen = new Set<string>();
  const waiting = [...start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const entry = known.get(name);
    if (entry === undefined || seen.has(name)) continue;
    seen.add(name);
    waiting.push(...next(entry));
  }
  return seen;
};

const segmentsOf = (targeting: StateTargeting | null): string[] =>
  Object.values(targeting?.criteria ?? {}).flatMap(criterion =>
    criterion.type === 'segment' ? [criterion.segment] : [],
  );

const materializedSegmentsOf = ({ targeting }: StateSegment): string[] =>
  Object.values(targeting?.criteria ?? {}).flatMap(criterion =>
    criterion.type === 'materializedSegment'
      ? [criterion.materializedSegment]
      : [],
  );

const flagsOf = (state: ResolverState, client: string): StateFlag[] => {
  const needed = reachable(
    state.flags
      .filter(flag => flag.state === 'active' && flag.clients.includes(client))
      .map(({ name }) => name),
    byName(state.flags),
    flag => (flag.prerequisites ?? []).map(prerequisite => prerequisite.flag),
  );
  return state.flags
    .filter(({ name }) => needed.has(name))
    .map(flag => ({
      ...flag,
      clients: flag.clients.includes(client) ? [client] : [],
    }));
};

/**
 * What a server needs to resolve the flags of its client itself: these flags
 * and their prerequisites, the segments that they use, and of all clients and
 * credentials only its own. Resolves exactly as the whole state does.
 */
export const stateOfClient = (
  state: ResolverState,
  credential: ResolvedCredential,
): ResolverState => {
  const { client, ...own } = credential;
  const flags = flagsOf(state, client);
  const neededSegments = reachable(
    flags.flatMap(({ rules }) => rules.map(({ segment }) => segment)),
    byName(state.segments),
    ({ targeting }) => segmentsOf(targeting),
  );
  const segments = state.segments.filter(({ name }) =>
    neededSegments.has(name),
  );
  const materialized = new Set(segments.flatMap(materializedSegmentsOf));
  return {
    account: state.account,
    version: state.version,
    clients: [{ id: client, credentials: [own] }],
    flags,
    segments,
    bloomFilters: (state.bloomFilters ?? []).filter(filter =>
      materialized.has(filter.materializedSegment),
    ),
  };
};
