import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '@etude/flags';
import type { FlagRecord } from '@etude/plugin-flags-common';

/**
 * Which writes need somebody else's approval: those that fulfil every
 * condition that is given. Without conditions: every write.
 */
export type ApprovalRule = {
  /** The change reaches one of these environments. */
  readonly environments?: readonly string[];
  /** The flag's label `surface` is one of these. */
  readonly surfaces?: readonly string[];
  /** The flag has all of these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly allowSelfApproval: boolean;
};

/** A flag before and after a change. */
export type ProtectedChange = {
  readonly before: FlagRecord;
  readonly after: FlagRecord;
  /** Ids of segments that change with it: their rules count as changed. */
  readonly segments?: readonly string[];
};

/** Where a change is felt. */
type AffectedEnvironments = 'all' | ReadonlySet<string>;

const RULES = 'rules';
const OFF_IN = 'disabledEnvironments';

/** Fields that no resolve depends on. */
const SILENT_FIELDS: ReadonlySet<string> = new Set([
  'componentRef',
  'createdAt',
  'createdBy',
  'description',
  'etag',
  'owner',
  'updatedAt',
  'updatedBy',
]);

const changedFields = (before: FlagRecord, after: FlagRecord): string[] =>
  (Object.keys(after) as (keyof FlagRecord)[]).filter(
    field =>
      !SILENT_FIELDS.has(field) &&
      !isDeepStrictEqual(before[field], after[field]),
  );

const changedRules = ({
  before,
  after,
  segments = [],
}: ProtectedChange): Rule[] => {
  const differing = (some: readonly Rule[], others: readonly Rule[]) =>
    some.filter(rule => !others.some(other => isDeepStrictEqual(other, rule)));
  return [
    ...differing(before.rules, after.rules),
    ...differing(after.rules, before.rules),
    ...after.rules.filter(({ segment }) => segments.includes(segment)),
  ];
};

const isReordered = (before: FlagRecord, after: FlagRecord): boolean => {
  const ids = (some: FlagRecord, others: FlagRecord) =>
    some.rules
      .map(({ id }) => id)
      .filter(id => others.rules.some(other => other.id === id));
  return !isDeepStrictEqual(ids(before, after), ids(after, before));
};

/**
 * The environments in which resolves may differ after a change of a flag;
 * changes of more than rules and off switches count for all of them.
 */
export const affectedEnvironments = (
  change: ProtectedChange,
): AffectedEnvironments => {
  const { before, after } = change;
  const fields = changedFields(before, after);
  if (fields.some(field => field !== RULES && field !== OFF_IN)) return 'all';
  const rules = changedRules(change);
  if (
    isReordered(before, after) ||
    rules.some(rule => rule.environments.length === 0)
  ) {
    return 'all';
  }
  const switched = [
    ...before.disabledEnvironments.filter(
      environment => !after.disabledEnvironments.includes(environment),
    ),
    ...after.disabledEnvironments.filter(
      environment => !before.disabledEnvironments.includes(environment),
    ),
  ];
  return new Set([...rules.flatMap(rule => rule.environments), ...switched]);
};

const hasLabels = (
  flag: FlagRecord,
  { surfaces, labels }: ApprovalRule,
): boolean =>
  (surfaces === undefined || surfaces.includes(flag.labels['surface'] ?? '')) &&
  Object.entries(labels ?? {}).every(
    ([name, value]) => flag.labels[name] === value,
  );

const isOnlyOff = ({ before, after, segments = [] }: ProtectedChange) => {
  const isSwitchedOff =
    (before.enabled || !after.enabled) &&
    before.disabledEnvironments.every(environment =>
      after.disabledEnvironments.includes(environment),
    );
  return (
    isSwitchedOff &&
    segments.length === 0 &&
    changedFields(before, after).every(
      field => field === 'enabled' || field === OFF_IN,
    )
  );
};

/**
 * The rules that require approval of a change. Switching off, wholly or in
 * more environments, never does; nor does what no resolve depends on.
 */
export const requiredApprovals = (
  rules: readonly ApprovalRule[],
  change: ProtectedChange,
): ApprovalRule[] => {
  if (isOnlyOff(change)) return [];
  const { before, after } = change;
  const affected = affectedEnvironments(change);
  return rules.filter(
    rule =>
      // By the labels it has and those it gets: taking a label away is no way
      // around.
      (hasLabels(before, rule) || hasLabels(after, rule)) &&
      (affected === 'all' ||
        (rule.environments === undefined
          ? affected.size > 0
          : rule.environments.some(environment => affected.has(environment)))),
  );
};
