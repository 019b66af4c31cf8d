import type { ExperimentPlan } from '../../experiment-types';

type Filter = NonNullable<ExperimentPlan['exposureFilter']>['filters'][number];

const WORDS: Readonly<Record<Filter['operator'], string>> = {
  equals: 'is',
  'not-equals': 'is not',
  in: 'is one of',
  'greater-or-equal': 'is at least',
  'less-or-equal': 'is at most',
};

const filterWords = ({ column, operator, value }: Filter): string =>
  `${column} ${WORDS[operator]} ${Array.isArray(value) ? value.join(', ') : String(value)}`;

/** From when on a unit counts. */
export const exposureSentence = ({
  exposureFilter,
  entity,
}: ExperimentPlan): string => {
  if (exposureFilter === undefined) {
    return `Each ${entity} counts from its assignment on.`;
  }
  const { factTableId, filters } = exposureFilter;
  const where =
    filters.length === 0
      ? ''
      : ` where ${filters.map(filterWords).join(' and ')}`;
  return `Each ${entity} counts from its first fact in ${factTableId}${where} on.`;
};

/** Whose days the days of the experiment are. */
export const daysSentence = ({ timeZone = 'UTC' }: ExperimentPlan): string =>
  `Days are days of ${timeZone}.`;

/** What results are broken down by; null for nothing. */
export const dimensionsSentence = ({
  dimensions = [],
}: ExperimentPlan): string | null =>
  dimensions.length === 0
    ? null
    : `Results are broken down by ${dimensions
        .map(
          ({ name, factTableId, validFromColumn }) =>
            `${name} (${factTableId}${validFromColumn === undefined ? '' : ', as of exposure'})`,
        )
        .join(', ')}.`;
