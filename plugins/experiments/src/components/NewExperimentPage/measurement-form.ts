import type { ExperimentPlan } from '../../experiment-types';

type Exposure = NonNullable<ExperimentPlan['exposureFilter']>;
type Filter = Exposure['filters'][number];
type Dimension = NonNullable<ExperimentPlan['dimensions']>[number];

/** A condition on the facts that make a unit count. */
export type FactConditionRow = {
  readonly column: string;
  readonly operator: Filter['operator'];
  /** As typed; several with commas between for `in`. */
  readonly value: string;
  /** What a draft holds; kept as long as its text stays. */
  readonly given?: Filter['value'];
};

/** A property that results are broken down by. */
export type DimensionRow = {
  readonly name: string;
  readonly factTableId: string;
  readonly column: string;
  /** Empty: a unit has one value at all times. */
  readonly validFromColumn: string;
};

/** Who counts in the analysis, and by what results are broken down. */
export type MeasurementForm = {
  /** Empty: every unit from its assignment on. */
  readonly exposureTableId: string;
  readonly exposureConditions: readonly FactConditionRow[];
  readonly dimensions: readonly DimensionRow[];
};

export const EMPTY_MEASUREMENT: MeasurementForm = {
  exposureTableId: '',
  exposureConditions: [],
  dimensions: [],
};

const NUMERIC: readonly Filter['operator'][] = [
  'greater-or-equal',
  'less-or-equal',
];

const textOf = (value: Filter['value']): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

// Text that reads as a number is one where only numbers can be compared.
const valueOf = (row: FactConditionRow): Filter['value'] => {
  const { operator, value, given } = row;
  if (given !== undefined && textOf(given) === value) return given;
  if (operator === 'in') return value.split(',').map(part => part.trim());
  const number = Number(value);
  return NUMERIC.includes(operator) && value.trim() !== '' && !isNaN(number)
    ? number
    : value;
};

/** The part of a plan that the form stands for. */
export const measurementOf = (
  form: MeasurementForm,
): Pick<ExperimentPlan, 'exposureFilter' | 'dimensions'> => ({
  ...(form.exposureTableId === ''
    ? {}
    : {
        exposureFilter: {
          factTableId: form.exposureTableId,
          filters: form.exposureConditions.map(row => ({
            column: row.column,
            operator: row.operator,
            value: valueOf(row),
          })),
        },
      }),
  ...(form.dimensions.length === 0
    ? {}
    : {
        dimensions: form.dimensions.map(({ validFromColumn, ...row }) => ({
          ...row,
          ...(validFromColumn === '' ? {} : { validFromColumn }),
        })),
      }),
});

const dimensionRow = (dimension: Dimension): DimensionRow => ({
  ...dimension,
  validFromColumn: dimension.validFromColumn ?? '',
});

/** The form of a plan, to change it. */
export const measurementFormOf = ({
  exposureFilter,
  dimensions = [],
}: ExperimentPlan): MeasurementForm => ({
  exposureTableId: exposureFilter?.factTableId ?? '',
  exposureConditions: (exposureFilter?.filters ?? []).map(
    ({ column, operator, value }) => ({
      column,
      operator,
      value: textOf(value),
      given: value,
    }),
  ),
  dimensions: dimensions.map(dimensionRow),
});
