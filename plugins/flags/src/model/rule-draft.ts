import { draftOf } from './draft-of-targeting';
import { EVERYONE } from './targeting-draft';
import type { TargetingDraft } from './targeting-draft';
import type { Rule, Segment, Targeting } from './wire-types';

/** How it is said who a rule is for. */
export type AudienceKind = 'individual' | 'conditional' | 'segment';

/** What some of a rule's units get, as it is chosen. */
export type GivenDraft = {
  readonly key: string;
  readonly kind: 'variant' | 'clientDefault' | 'fallthrough';
  /** Id of the variant; empty while none is chosen. */
  readonly variant: string;
  /** Relative to the other weights. */
  readonly weight: number;
};

/** A rule of a person while it is written. */
export type RuleDraft = {
  /** Etag of the flag it was started from. */
  readonly etag: string;
  readonly name: string;
  readonly kind: AudienceKind;
  /** Units, one per line. */
  readonly units: string;
  readonly targeting: TargetingDraft;
  /** Id of the segment, or empty while none is chosen. */
  readonly segment: string;
  readonly gives: readonly GivenDraft[];
  /** In percent, above 0. */
  readonly reach: number;
  readonly environments: readonly string[];
  /** Empty for the targeting key. */
  readonly selector: string;
  readonly isEnabled: boolean;
  /** From 1. */
  readonly position: number;
  /** Name of the store that keeps units in their variant; empty for none. */
  readonly store: string;
  readonly isIntakePaused: boolean;
};

/** What the form for a new rule starts with: it goes last. */
export const newRuleDraft = (flag: {
  readonly etag: string;
  readonly rules: readonly unknown[];
  readonly variants: readonly { readonly id: string }[];
}): RuleDraft => ({
  etag: flag.etag,
  name: '',
  kind: 'conditional',
  units: '',
  targeting: EVERYONE,
  segment: '',
  gives: [
    {
      key: '1',
      kind: 'variant',
      variant: flag.variants.at(-1)?.id ?? '',
      weight: 100,
    },
  ],
  reach: 100,
  environments: [],
  selector: '',
  isEnabled: false,
  position: flag.rules.length + 1,
  store: '',
  isIntakePaused: false,
});

const roundedPercent = (share: number): number =>
  Number((share * 100).toFixed(4));

type Slices = { readonly sizes: readonly number[]; readonly reach: number };

/**
 * The part of the buckets that each assignment may fill, and how far it does:
 * a rule of a person fills every slice from its start. Undefined where the
 * buckets are laid out in another way.
 */
const slicesOf = ({ assignments, bucketCount }: Rule): Slices | undefined => {
  const ranges = assignments.map(assignment =>
    assignment.ranges.length === 1 ? assignment.ranges[0] : undefined,
  );
  const starts = ranges.map(range => range?.[0] ?? NaN);
  const sizes = starts.map(
    (start, index) => (starts[index + 1] ?? bucketCount) - start,
  );
  const reaches = ranges.map((range, index) =>
    range === undefined ? NaN : (range[1] - range[0]) / (sizes[index] ?? NaN),
  );
  const [reach = NaN] = reaches;
  const isRegular =
    starts[0] === 0 &&
    reaches.every(
      (other, index) => Math.abs(other - reach) * (sizes[index] ?? 0) <= 1,
    );
  return isRegular ? { sizes, reach } : undefined;
};

/** True where saving the rule as it is would move its units. */
export const isLaidOutElsewhere = (rule: Rule): boolean =>
  slicesOf(rule) === undefined;

const giveOf = (rule: Rule): Pick<RuleDraft, 'gives' | 'reach'> => {
  const slices = slicesOf(rule);
  const sizes =
    slices?.sizes ??
    rule.assignments.map(({ ranges }) =>
      ranges.reduce((sum, [from, to]) => sum + to - from, 0),
    );
  return {
    reach: slices ? roundedPercent(slices.reach) : 100,
    gives: rule.assignments.map((assignment, index) => ({
      key: String(index + 1),
      kind: assignment.kind,
      variant: assignment.kind === 'variant' ? assignment.variant : '',
      weight: roundedPercent((sizes[index] ?? 0) / rule.bucketCount),
    })),
  };
};

/** The units that a targeting lists, or undefined for any other targeting. */
const listedUnits = (
  targeting: Targeting | null,
  selector: string,
): readonly string[] | undefined => {
  const units = targeting?.criteria['units'];
  const isList =
    targeting?.expression?.type === 'ref' &&
    Object.keys(targeting.criteria).length === 1 &&
    units?.type === 'attribute' &&
    units.attribute === (selector || 'targeting_key');
  if (!isList || units.rule.op !== 'set') return undefined;
  const values = units.rule.values.map(({ value }) => String(value));
  return values.every(value => value === value.trim() && value !== '')
    ? values
    : undefined;
};

const audienceOf = (
  { targetingKeySelector }: Rule,
  { id, managedBy, targeting }: Segment,
): Pick<RuleDraft, 'kind' | 'units' | 'targeting' | 'segment'> => {
  const none = { units: '', targeting: EVERYONE, segment: '' };
  if (managedBy !== 'rule') return { ...none, kind: 'segment', segment: id };
  const units = listedUnits(targeting, targetingKeySelector);
  return units
    ? { ...none, kind: 'individual', units: units.join('\n') }
    : { ...none, kind: 'conditional', targeting: draftOf(targeting) };
};

/** A stored rule of a person to be edited. */
export const ruleDraftOf = (
  flag: { readonly etag: string; readonly rules: readonly Rule[] },
  rule: Rule,
  segment: Segment,
): RuleDraft => ({
  etag: flag.etag,
  name: rule.name,
  ...audienceOf(rule, segment),
  ...giveOf(rule),
  environments: rule.environments,
  selector: rule.targetingKeySelector,
  isEnabled: rule.enabled,
  position: flag.rules.findIndex(({ id }) => id === rule.id) + 1,
  store: rule.stickiness?.materialization ?? '',
  isIntakePaused: rule.stickiness?.isIntakePaused ?? false,
});
