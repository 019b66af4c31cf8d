import type { NewExperiment } from '@etude/plugin-experiments-common';
import type {
  Experiment,
  ExperimentPlan,
  PlannedMetric,
} from '../../experiment-types';
import { designFormOf, designOf, EMPTY_DESIGN } from './design-form';
import type { DesignForm } from './design-form';
import {
  EMPTY_MEASUREMENT,
  measurementFormOf,
  measurementOf,
} from './measurement-form';
import type { MeasurementForm } from './measurement-form';
import { percentOf, shareOf, typedOr0 } from './percent';
import type { Typed } from './percent';
import { EMPTY_PLANNING, planningFormOf, planningOf } from './planning-form';
import type { PlanningForm } from './planning-form';

export type VariantRow = { readonly id: string; readonly weight: Typed };

export type ConditionRow = {
  readonly attribute: string;
  readonly operator: ExperimentPlan['audience']['conditions'][number]['operator'];
  /** Values separated by commas. */
  readonly values: string;
};

export type MetricRow = {
  readonly metricId: string;
  readonly role: PlannedMetric['role'];
  readonly direction: PlannedMetric['direction'];
  /** Minimum detectable effect or margin, in percent of the control. */
  readonly percent: Typed;
};

type TableAssignment = Extract<ExperimentPlan['assignment'], { kind: 'table' }>;

/** Everything a person types, in the units in which they think. */
export type PlanForm = DesignForm &
  PlanningForm &
  MeasurementForm & {
    readonly name: string;
    readonly hypothesis: string;
    readonly owner: string;
    readonly componentRef: string;
    readonly surface: string;
    readonly entity: string;
    readonly targetingKeySelector: string;
    readonly timeZone: string;
    readonly source: 'flag' | 'table';
    readonly flagId: string;
    readonly factTableId: string;
    readonly unitColumn: string;
    readonly variantColumn: string;
    /** What a draft's table has that the form does not show; kept with it. */
    readonly otherColumns: TableAssignment | null;
    readonly controlVariant: string;
    readonly variants: readonly VariantRow[];
    readonly conditions: readonly ConditionRow[];
    readonly sharePercent: Typed;
    /** Tags separated by commas. */
    readonly exclusivityTags: string;
    readonly metrics: readonly MetricRow[];
  };

export const EMPTY_FORM: PlanForm = {
  name: '',
  hypothesis: '',
  owner: '',
  componentRef: '',
  surface: '',
  entity: 'user',
  targetingKeySelector: 'targeting_key',
  timeZone: 'UTC',
  source: 'flag',
  flagId: '',
  factTableId: '',
  unitColumn: '',
  variantColumn: '',
  otherColumns: null,
  controlVariant: '',
  variants: [],
  conditions: [],
  sharePercent: 100,
  exclusivityTags: '',
  metrics: [],
  ...EMPTY_MEASUREMENT,
  ...EMPTY_PLANNING,
  ...EMPTY_DESIGN,
};

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

const metricOf = (row: MetricRow): PlannedMetric => {
  const { metricId, role, direction, percent } = row;
  const metric = { metricId, role, direction };
  if (percent === null || role === 'deterioration') return metric;
  return role === 'success'
    ? { ...metric, mdeRelative: shareOf(percent) }
    : { ...metric, nimRelative: shareOf(percent) };
};

const assignmentOf = (form: PlanForm): ExperimentPlan['assignment'] =>
  form.source === 'flag'
    ? { kind: 'flag', flagId: form.flagId }
    : {
        ...(form.otherColumns?.factTableId === form.factTableId
          ? form.otherColumns
          : {}),
        kind: 'table',
        factTableId: form.factTableId,
        unitColumn: form.unitColumn,
        variantColumn: form.variantColumn,
      };

const plannedWith = (form: PlanForm): Pick<ExperimentPlan, 'planning'> => {
  const planning = planningOf(
    form,
    form.metrics.map(({ metricId }) => metricId),
  );
  return planning === undefined ? {} : { planning };
};

/** The plan as the API takes it, with what its planning is given. */
export const planOf = (
  form: PlanForm,
  requiredUnits?: number,
): ExperimentPlan => ({
  hypothesis: form.hypothesis,
  entity: form.entity,
  targetingKeySelector: form.targetingKeySelector,
  ...(form.timeZone === 'UTC' ? {} : { timeZone: form.timeZone }),
  assignment: assignmentOf(form),
  controlVariant: form.controlVariant,
  variants: form.variants.map(({ id, weight }) => ({
    id,
    weight: typedOr0(weight),
  })),
  audience: {
    conditions: form.conditions.map(({ attribute, operator, values }) => ({
      attribute,
      operator,
      values: listOf(values),
    })),
    proportion: shareOf(typedOr0(form.sharePercent)),
    exclusivityTags: listOf(form.exclusivityTags),
  },
  metrics: form.metrics.map(metricOf),
  design: designOf(form),
  ...(form.decisionRule === null ? {} : { decisionRule: form.decisionRule }),
  ...(requiredUnits === undefined ? {} : { requiredUnits }),
  ...plannedWith(form),
  ...measurementOf(form),
});

/** The request that saves the form as a new draft. */
export const newExperimentOf = (
  form: PlanForm,
  requiredUnits: number | undefined,
): NewExperiment => ({
  name: form.name,
  owner: form.owner,
  ...(form.componentRef === '' ? {} : { componentRef: form.componentRef }),
  ...(form.surface.trim() === '' ? {} : { surface: form.surface.trim() }),
  plan: planOf(form, requiredUnits),
});

const percentOfMetric = (metric: PlannedMetric): Typed => {
  const share = metric.mdeRelative ?? metric.nimRelative;
  return share === undefined ? null : percentOf(share);
};

/** The form of a draft, to change it. */
export const formOf = (experiment: Experiment): PlanForm => {
  const { plan } = experiment;
  const { assignment, audience } = plan;
  return {
    ...EMPTY_FORM,
    name: experiment.name,
    owner: experiment.owner,
    componentRef: experiment.componentRef ?? '',
    surface: experiment.surface ?? '',
    hypothesis: plan.hypothesis,
    entity: plan.entity,
    targetingKeySelector: plan.targetingKeySelector,
    timeZone: plan.timeZone ?? 'UTC',
    source: assignment.kind,
    ...(assignment.kind === 'flag'
      ? { flagId: assignment.flagId }
      : {
          factTableId: assignment.factTableId,
          unitColumn: assignment.unitColumn,
          variantColumn: assignment.variantColumn,
          otherColumns: assignment,
        }),
    controlVariant: plan.controlVariant,
    variants: plan.variants,
    conditions: audience.conditions.map(condition => ({
      ...condition,
      values: condition.values.join(', '),
    })),
    sharePercent: percentOf(audience.proportion),
    exclusivityTags: audience.exclusivityTags.join(', '),
    metrics: plan.metrics.map(metric => ({
      metricId: metric.metricId,
      role: metric.role,
      direction: metric.direction,
      percent: percentOfMetric(metric),
    })),
    ...measurementFormOf(plan),
    ...planningFormOf(plan),
    ...designFormOf(plan.design, plan.decisionRule),
  };
};
