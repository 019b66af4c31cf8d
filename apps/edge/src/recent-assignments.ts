import type { ResolvedCredential } from '@etude/resolver';
import type { Given } from './assignment-records';

/** Assignments that were written to the log a short while ago. */
export type RecentAssignments = {
  /** Whether the log got this very assignment within the window. */
  readonly has: (
    credential: ResolvedCredential,
    given: Given,
    nowMs: number,
  ) => boolean;
  /** To be called once the assignment is on the disk, not before. */
  readonly add: (
    credential: ResolvedCredential,
    given: Given,
    nowMs: number,
  ) => void;
  /** How many assignments are remembered. */
  readonly size: () => number;
};

/** What a unit was given by one rule. */
type Written = {
  readonly client: string;
  /** Its environments are part of what is logged. */
  readonly credential: string;
  readonly assignmentId: string;
  readonly variant: string | null;
  readonly writtenMs: number;
};

/** By unit, then by rule. */
type Generation = Map<string, Map<string, Written>>;

const isSame = (
  written: Written,
  credential: ResolvedCredential,
  { record, variant }: Given,
): boolean =>
  written.assignmentId === record.assignmentId &&
  written.variant === variant &&
  written.client === credential.client &&
  written.credential === credential.id;

/**
 * Remembers what was written within `windowMs`, `maxEntries` at most. There
 * are two generations, and the old one is dropped as a whole, so that
 * forgetting costs nothing per entry.
 */
export const recentAssignments = ({
  windowMs,
  maxEntries,
}: {
  readonly windowMs: number;
  readonly maxEntries: number;
}): RecentAssignments => {
  const generationSize = Math.max(1, Math.floor(maxEntries / 2));
  let young: Generation = new Map();
  let old: Generation = new Map();
  let youngSize = 0;
  let oldSize = 0;
  let youngSinceMs = -Infinity;

  const turnOver = (nowMs: number): void => {
    old = young;
    oldSize = youngSize;
    young = new Map();
    youngSize = 0;
    youngSinceMs = nowMs;
  };

  return {
    has: (credential, given, nowMs) => {
      const { unit, rule } = given.record;
      const written = young.get(unit)?.get(rule) ?? old.get(unit)?.get(rule);
      return (
        written !== undefined &&
        written.writtenMs > nowMs - windowMs &&
        isSame(written, credential, given)
      );
    },
    add: (credential, { record, variant }, nowMs) => {
      if (youngSize >= generationSize || nowMs - youngSinceMs >= windowMs) {
        turnOver(nowMs);
      }
      let rules = young.get(record.unit);
      if (rules === undefined) {
        rules = new Map();
        young.set(record.unit, rules);
      }
      if (!rules.has(record.rule)) youngSize += 1;
      rules.set(record.rule, {
        client: credential.client,
        credential: credential.id,
        assignmentId: record.assignmentId,
        variant,
        writtenMs: nowMs,
      });
    },
    size: () => youngSize + oldSize,
  };
};
