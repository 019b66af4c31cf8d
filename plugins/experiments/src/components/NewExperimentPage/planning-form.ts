import type { ExperimentPlan } from '../../experiment-types';
import { percentOf, shareOf } from './percent';
import type { Typed } from './percent';

/** Mean and variance per unit, given by hand for lack of history. */
export type BaselineRow = { readonly mean: Typed; readonly variance: Typed };

/** What people know of metrics and traffic that history does not tell. */
export type PlanningForm = {
  readonly baselines: Readonly<Record<string, BaselineRow>>;
  /** Percent of a metric's variance that earlier behaviour explains. */
  readonly explainedPercents: Readonly<Record<string, Typed>>;
  readonly unitsPerDay: Typed;
};

export const EMPTY_PLANNING: PlanningForm = {
  baselines: {},
  explainedPercents: {},
  unitsPerDay: null,
};

type PlanningInputs = NonNullable<ExperimentPlan['planning']>;

const baselineOf = (
  { baselines }: PlanningForm,
  metricIds: readonly string[],
): PlanningInputs['baseline'] =>
  Object.fromEntries(
    metricIds.flatMap(metricId => {
      const { mean = null, variance = null } = baselines[metricId] ?? {};
      return mean === null || variance === null
        ? []
        : [[metricId, { mean, variance }]];
    }),
  );

const covariateR2Of = (
  { explainedPercents }: PlanningForm,
  metricIds: readonly string[],
): PlanningInputs['covariateR2'] =>
  Object.fromEntries(
    metricIds.flatMap(metricId => {
      const percent = explainedPercents[metricId] ?? null;
      return percent === null ? [] : [[metricId, shareOf(percent)]];
    }),
  );

const isFilled = (value: object | number | undefined): boolean =>
  typeof value === 'number'
    ? value > 0
    : value !== undefined && Object.keys(value).length > 0;

/**
 * What of the form is complete and about metrics of the plan, to be kept with
 * it; undefined when that is nothing.
 */
export const planningOf = (
  form: PlanningForm,
  metricIds: readonly string[],
): PlanningInputs | undefined => {
  const filled: PlanningInputs = Object.fromEntries(
    Object.entries({
      baseline: baselineOf(form, metricIds),
      covariateR2: covariateR2Of(form, metricIds),
      unitsPerDay: form.unitsPerDay ?? undefined,
    }).filter(([, value]) => isFilled(value)),
  );
  return isFilled(filled) ? filled : undefined;
};

/** The form of what a plan was planned with. */
export const planningFormOf = ({ planning = {} }: ExperimentPlan) => ({
  baselines: planning.baseline ?? {},
  explainedPercents: Object.fromEntries(
    Object.entries(planning.covariateR2 ?? {}).map(([metricId, share]) => [
      metricId,
      percentOf(share),
    ]),
  ),
  unitsPerDay: planning.unitsPerDay ?? null,
});
