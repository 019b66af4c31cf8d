import type { BucketRange } from '@etude/flags';
import type { CriterionExplanation, SegmentExplanation } from './explanation';

/** `variants/b` of a longer name: what people call it. */
export const shortName = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

/** `1,000,000` */
export const grouped = (value: number): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const MAX_RANGES = 4;

/** `0 to 99,999 and 200,000 to 299,999` */
export const rangesText = (ranges: readonly BucketRange[]): string => {
  const held = ranges.filter(([lower, upper]) => lower < upper);
  if (held.length === 0) return 'none';
  const shown = held
    .slice(0, MAX_RANGES)
    .map(([lower, upper]) =>
      upper - lower === 1
        ? grouped(lower)
        : `${grouped(lower)} to ${grouped(upper - 1)}`,
    );
  const more = held.length - shown.length;
  return [...shown, ...(more > 0 ? [`${grouped(more)} more ranges`] : [])].join(
    ' and ',
  );
};

const MAX_VALUE_LENGTH = 60;

/** A context value as a person would write it. */
export const valueText = (value: unknown): string => {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH
    ? `${text.slice(0, MAX_VALUE_LENGTH)}…`
    : text;
};

const criterionText = ({
  criterion,
  contextValue,
  outcome,
  segment,
}: CriterionExplanation): string => {
  switch (criterion.type) {
    case 'attribute':
      return `'${criterion.attribute}' is ${valueText(contextValue)}`;
    case 'segment':
      return segment === undefined
        ? `segment '${shortName(criterion.segment)}' is not there`
        : `the unit is ${outcome === true ? '' : 'not '}in segment '${shortName(criterion.segment)}'`;
    case 'materializedSegment':
      return `the unit is ${outcome === true ? '' : 'not '}listed in '${shortName(criterion.materializedSegment)}'`;
    default:
      return 'a criterion is of an unknown kind';
  }
};

const MAX_CRITERIA = 3;

/** What the criteria of a segment found, as a clause. */
export const findings = ({ criteria }: SegmentExplanation): string => {
  if (criteria.length === 0) return 'it matches nobody';
  const shown = criteria.slice(0, MAX_CRITERIA).map(criterionText);
  const more = criteria.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};

/** `production or staging`; `no environment` of none. */
export const environmentsText = (names: readonly string[]): string =>
  names.length === 0
    ? 'no environment'
    : names.map(name => `'${name}'`).join(' or ');
