import type { AssignmentRecord, FlagResolution } from '@etude/resolver';

/** What of a resolution is logged; a resolve token carries as much. */
export type AppliedFlag = Pick<
  FlagResolution,
  'flag' | 'variant' | 'reason' | 'shouldApply' | 'assignment' | 'fallthroughs'
> & {
  /** When the client used it, where that is not `assignedAt` of the apply. */
  readonly appliedAt?: Date;
};

/** One thing to log: a rule gave a unit a variant, or nothing. */
export type Given = {
  readonly applied: AppliedFlag;
  readonly record: AssignmentRecord;
  /** Null for the client default and where the unit fell through. */
  readonly variant: string | null;
  readonly reason: string;
};

/** What to log of the rule that decided an applied flag; null without one. */
export const assignedOf = (applied: AppliedFlag): Given | null => {
  const { assignment, variant, reason } = applied;
  return assignment && { applied, record: assignment, variant, reason };
};

/** What to log of an applied flag: the rules it fell through, then its own. */
export const givenOf = (applied: AppliedFlag): Given[] => {
  const given: Given[] = applied.fallthroughs.map(record => ({
    applied,
    record,
    variant: null,
    reason: 'FALLTHROUGH',
  }));
  const own = assignedOf(applied);
  if (own) given.push(own);
  return given;
};
