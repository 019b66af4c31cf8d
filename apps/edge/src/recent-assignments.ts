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
  readonly rule: string;
  readonly client: string;
  /** Its environments are part of what is logged. */
  readonly credential: string;
  readonly assignmentId: string;
  readonly variant: string | null;
  readonly writtenMs: number;
};

/** What one unit was given: mostly one thing, else by rule. */
type WrittenRules = Written | Map<string, Written>;

/** By unit. */
type Generation = Map<string, WrittenRules>;

const findWritten = (
  generation: Generation,
  unit: string,
  rule: string,
): Written | undefined => {
  const rules = generation.get(unit);
  if (rules instanceof Map) return rules.get(rule);
  return rules?.rule === rule ? rules : undefined;
};

/** Puts `written` in; true when there was nothing of its rule. */
const putWritten = (
  generation: Generation,
  unit: string,
  written: Written,
): boolean => {
  const rules = generation.get(unit);
  if (rules instanceof Map) {
    const isNew = !rules.has(written.rule);
    rules.set(written.rule, written);
    return isNew;
  }
  if (rules === undefined || rules.rule === written.rule) {
    generation.set(unit, written);
    return rules === undefined;
  }
  const byRule = new Map([
    [rules.rule, rules],
    [written.rule, written],
  ]);
  generation.set(unit, byRule);
  return true;
};

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
      const written =
        findWritten(young, unit, rule) ?? findWritten(old, unit, rule);
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
      const isNew = putWritten(young, record.unit, {
        rule: record.rule,
        client: credential.client,
        credential: credential.id,
        assignmentId: record.assignmentId,
        variant,
        writtenMs: nowMs,
      });
      if (isNew) youngSize += 1;
    },
    size: () => youngSize + oldSize,
  };
};
