import type { ResolverState, StateCriterion, StateSegment } from '@etude/flags';

/** Which flags of a state cannot be resolved without a materialization store. */
export type StickyFlags = {
  readonly has: (flag: string) => boolean;
  /** Names of those that a client may ask for; most have none. */
  readonly ofClient: (client: string) => readonly string[];
};

const NO_NAMES: readonly string[] = [];
const NONE: ReadonlySet<string> = new Set();

const NO_STICKY_FLAGS: StickyFlags = {
  has: () => false,
  ofClient: () => NO_NAMES,
};

/** `start` and everything that leads to it, directly or not. */
const leadingTo = (
  start: Iterable<string>,
  followers: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> => {
  const found = new Set(start);
  // A set that grows while it is walked is walked to its end.
  for (const name of found) {
    for (const follower of followers.get(name) ?? []) found.add(follower);
  }
  return found;
};

const followersOf = (
  links: Iterable<readonly [from: string, to: string]>,
): ReadonlyMap<string, readonly string[]> => {
  const followers = new Map<string, string[]>();
  for (const [from, to] of links) {
    const known = followers.get(to);
    if (known) known.push(from);
    else followers.set(to, [from]);
  }
  return followers;
};

// A state from elsewhere may be broken, which must not keep it from loading.
const isCriterion = (value: unknown): value is StateCriterion =>
  typeof value === 'object' && value !== null;

const criteriaOf = ({ targeting }: StateSegment): StateCriterion[] =>
  Object.values(targeting?.criteria ?? {}).filter(isCriterion);

const askingSegments = ({
  segments,
  bloomFilters = [],
}: ResolverState): ReadonlySet<string> => {
  const filtered = new Set(
    bloomFilters.map(({ materializedSegment }) => materializedSegment),
  );
  const asking = segments.filter(segment =>
    criteriaOf(segment).some(
      criterion =>
        criterion.type === 'materializedSegment' &&
        !filtered.has(criterion.materializedSegment),
    ),
  );
  if (asking.length === 0) return NONE;
  const nested = segments.flatMap(segment =>
    criteriaOf(segment).flatMap(criterion =>
      criterion.type === 'segment'
        ? [[segment.name, criterion.segment] as const]
        : [],
    ),
  );
  return leadingTo(
    asking.map(({ name }) => name),
    followersOf(nested),
  );
};

/**
 * The flags of `state` whose rules, segments or prerequisites look a
 * materialization up. Decided once per state, so that others pay nothing.
 */
export const stickyFlagsOf = (state: ResolverState): StickyFlags => {
  const segments = askingSegments(state);
  const asking = state.flags.filter(({ rules }) =>
    rules.some(
      rule => rule.materialization !== undefined || segments.has(rule.segment),
    ),
  );
  if (asking.length === 0) return NO_STICKY_FLAGS;
  const needed = state.flags.flatMap(flag =>
    (flag.prerequisites ?? []).map(
      prerequisite => [flag.name, prerequisite.flag] as const,
    ),
  );
  const sticky = leadingTo(
    asking.map(({ name }) => name),
    followersOf(needed),
  );
  const byClient = new Map<string, string[]>();
  for (const { name, clients } of state.flags) {
    if (!sticky.has(name)) continue;
    for (const client of clients) {
      const known = byClient.get(client);
      if (known) known.push(name);
      else byClient.set(client, [name]);
    }
  }
  return {
    has: flag => sticky.has(flag),
    ofClient: client => byClient.get(client) ?? NO_NAMES,
  };
};
