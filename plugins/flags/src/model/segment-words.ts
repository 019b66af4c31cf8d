import type {
  FlagRecord,
  SegmentChange,
  SegmentRecord,
} from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import type { Tone } from '@etude/ui';

const POPULATION_BUCKETS = 1_000_000;

/** Share of the population, 0 to 1, that a segment holds. */
export const heldShare = ({
  population,
  state,
}: Pick<SegmentRecord, 'population' | 'state'>): number => {
  if (state === 'archived' || population === null) return 0;
  return population === 'ALL'
    ? 1
    : population.reduce((sum, [from, to]) => sum + to - from, 0) /
        POPULATION_BUCKETS;
};

/** The state of a segment as a badge tells it. */
export const segmentStateOf = ({
  state,
}: Pick<SegmentRecord, 'state'>): {
  readonly tone: Tone;
  readonly label: string;
} => {
  switch (state) {
    case 'allocated':
      return { tone: 'good', label: 'In use' };
    case 'unallocated':
      return { tone: 'neutral', label: 'Not allocated' };
    case 'archived':
      return { tone: 'muted', label: 'Archived' };
    default:
      return state satisfies never;
  }
};

/** Whose a segment without an owner is. */
export const OWNERLESS: Record<SegmentRecord['managedBy'], string> = {
  person: 'Everyone who may create segments',
  rule: 'The rule it was made for',
  experiment: 'The experiment it was made for',
  rollout: 'The rollout it was made for',
};

/** What a revision of a segment did. */
export const SEGMENT_CHANGES: Record<SegmentChange, string> = {
  imported: 'Taken over',
  created: 'Created',
  updated: 'Edited',
  archived: 'Archived',
  unarchived: 'Unarchived',
};

/** With whom a segment shares no unit, in words; empty when with anybody. */
export const exclusivityWords = ({
  allocation,
}: Pick<SegmentRecord, 'allocation'>): string =>
  [
    ...(allocation.exclusivityTags.length === 0
      ? []
      : [`Wears ${allocation.exclusivityTags.join(', ')}`]),
    ...(allocation.exclusiveTo.length === 0
      ? []
      : [`shares no unit with ${allocation.exclusiveTo.join(', ')}`]),
  ].join('; ');

/** The ids of the active flags with a rule for a segment. */
export const flagsUsing = (
  segmentId: string,
  flags: readonly FlagRecord[],
): string[] =>
  flags
    .filter(
      ({ state, rules }) =>
        state === 'active' &&
        rules.some(({ segment }) => segment === segmentId),
    )
    .map(({ id }) => id);

/** A share of the population that a segment asks for. Shares are 0 to 1. */
export type AskedSpace = {
  readonly asked: number;
  /** What it holds now; 0 for a new segment. */
  readonly held: number;
  /** What it could have at most. */
  readonly available: number;
};

/** What becomes of an asked share, before it is asked for. */
export const spaceWords = ({
  asked,
  held,
  available,
}: AskedSpace): {
  readonly isRefused: boolean;
  readonly sentence: string;
} => {
  const share = formatPercent;
  if (asked < held) {
    return {
      isRefused: true,
      sentence: `The segment holds ${share(held)} of the population. Lowering it to ${share(asked)} would drop units that are in it, so it is refused. Keep or raise it, or create another segment.`,
    };
  }
  if (asked > available) {
    return {
      isRefused: true,
      sentence: `It asks for ${share(asked)} of the population, but only ${share(available)} is free for it: segments it may share no unit with hold the rest.`,
    };
  }
  const free = `${share(available)} of the population is free for it; it asks for ${share(asked)}.`;
  if (held > 0 && asked > held) {
    return {
      isRefused: false,
      sentence: `${free} Everyone who is in stays in, and ${share(asked - held)} of the population is added.`,
    };
  }
  return { isRefused: false, sentence: free };
};
