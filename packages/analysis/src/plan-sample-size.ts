import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { adjustedDesign } from './adjusted-design';
import { designPrices } from './planning/design-prices';
import type { PlanContext } from './planning/plan-context';
import { daysOfCost, lookPlanOf } from './planning/plan-context';
import { planRuntime } from './planning/plan-runtime';
import type {
  PlannedDecision,
  PlannedHypothesis,
} from './planning/planned-hypotheses';
import { plannedDecision } from './planning/planned-hypotheses';
import { plannedPeriod } from './planning/planned-period';
import { poweredEffectRelative, powerCurves } from './planning/power-curves';
import { runtimeForecast } from './planning/runtime-forecast';
import type {
  MetricSampleSize,
  PlanSampleSizeInput,
  SampleSizePlan,
} from './planning/sample-size-plan';
import { sensitivityPoints } from './planning/sensitivity';
import type {
  CostedHypothesis,
  DecisionCost,
  SizedHypothesis,
} from './planning/sized-decision';
import { decisionCost } from './planning/sized-decision';
import type { ExactUnits, PlannedWeights } from './planning/whole-experiment';
import {
  plannedWeights,
  roundedUnits,
  unitsForWidth,
  unitsOfHypothesis,
} from './planning/whole-experiment';

/** What a plan is to be sized for: effects, or the width of intervals. */
type Sizing = (
  hypothesis: PlannedHypothesis,
  weights: PlannedWeights,
) => Result<ExactUnits> | undefined;

const byTarget: Sizing = (hypothesis, weights) =>
  hypothesis.target === undefined
    ? undefined
    : unitsOfHypothesis({ ...hypothesis, target: hypothesis.target }, weights);

const sizedBy = (
  sizing: Sizing,
  { hypotheses }: PlannedDecision,
  { input, weights }: Pick<PlanContext, 'input' | 'weights'>,
): Result<readonly SizedHypothesis[]> => {
  const sized: SizedHypothesis[] = [];
  const problems: Problem[] = [];
  for (const hypothesis of hypotheses) {
    const fixed = sizing(hypothesis, weights);
    const index = input.metrics.indexOf(hypothesis.metric);
    if (fixed?.ok) {
      const target = hypothesis.target ?? Number.NaN;
      sized.push({ ...hypothesis, target, fixed: fixed.value });
    }
    if (fixed?.ok !== false) continue;
    for (const problem of fixed.problems) {
      const path = problem.path === undefined ? '' : `.${problem.path}`;
      problems.push({ ...problem, path: `metrics[${index}]${path}` });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : ok(sized);
};

type Parts = {
  readonly context: PlanContext;
  /** Every test in the design of the plan; those with a target apart. */
  readonly own: readonly CostedHypothesis[];
  readonly targeted: readonly CostedHypothesis[];
  readonly priced: DecisionCost;
};

const sizeOfMetrics = (
  { own, targeted, context }: Parts,
  requiredUnits: number,
): readonly MetricSampleSize[] => {
  const { weights } = context;
  const byMetric = Map.groupBy(own, ({ metric }) => metric);
  return [...byMetric].flatMap(([{ metricId }, tests]) => {
    const [largest] = [...tests].sort((a, b) => b.units - a.units);
    if (largest === undefined) return [];
    const { alpha, power, units } = largest;
    const withTarget = targeted.find(({ id }) => id === largest.id);
    return [
      {
        metricId,
        units: roundedUnits(units, weights),
        days: daysOfCost({ hypotheses: [largest] }, context)?.days ?? null,
        alpha,
        power,
        poweredEffectRelative:
          withTarget === undefined
            ? null
            : poweredEffectRelative(withTarget, weights, requiredUnits),
      },
    ];
  });
};

const runtimeOf = (
  { context, own }: Parts,
  requiredUnits: number,
): Pick<SampleSizePlan, 'runtime' | 'days' | 'notices'> => {
  const { forecast } = context;
  const needed = daysOfCost({ hypotheses: own }, context);
  if (forecast === undefined || needed === null) {
    const notices = forecast?.problemsFor(requiredUnits) ?? [];
    return { runtime: null, notices };
  }
  const windows = own.map(({ metric }) => metric.windowDays ?? 0);
  const runtime = planRuntime(needed, forecast, Math.max(...windows));
  return { runtime, days: runtime.days, notices: [] };
};

const withTargets = (
  parts: Parts,
  requiredUnits: number,
): Result<
  Pick<SampleSizePlan, 'prices' | 'notices' | 'powerCurves' | 'plannedPeriod'>
> => {
  const { context, targeted, priced } = parts;
  if (targeted.length === 0) {
    return ok({
      prices: [],
      notices: [],
      powerCurves: [],
      plannedPeriod: null,
    });
  }
  const fixed = decisionCost(context.sized, context.tree, { kind: 'once' });
  if (!fixed.ok) return fixed;
  const offered = designPrices(context, { fixed: fixed.value, own: priced });
  const curves = powerCurves(targeted, context.weights, requiredUnits);
  if (!curves.ok) return curves;
  const period = plannedPeriod(targeted, context);
  if (!period.ok) return period;
  return ok({
    prices: offered.prices,
    notices: offered.notices,
    powerCurves: curves.value,
    plannedPeriod: period.value,
  });
};

const partsOf = (
  decision: PlannedDecision,
  input: PlanSampleSizeInput,
): Result<Parts> => {
  const weights = plannedWeights(input.variants, input.controlVariant);
  const { design } = input;
  const sized = sizedBy(byTarget, decision, { input, weights });
  if (!sized.ok) return sized;
  const context: PlanContext = {
    input,
    weights,
    tree: decision.tree,
    sized: sized.value,
    forecast: runtimeForecast(input),
  };
  const targeted = decisionCost(sized.value, decision.tree, lookPlanOf(input));
  if (!targeted.ok) return targeted;
  const parts = {
    context,
    priced: targeted.value,
    targeted: targeted.value.hypotheses,
  };
  if (design?.kind !== 'fixed-width') {
    return ok({ ...parts, own: parts.targeted });
  }
  const byWidth = sizedBy(
    hypothesis => unitsForWidth(hypothesis, weights, design.widthRelative),
    decision,
    context,
  );
  if (!byWidth.ok) return byWidth;
  const own = decisionCost(byWidth.value, decision.tree, { kind: 'once' });
  return own.ok ? ok({ ...parts, own: own.value.hypotheses }) : own;
};

const NO_TARGET: Problem = {
  code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
  path: 'metrics',
  message:
    'No metric says which effect or margin matters, so the number of units cannot be calculated. Set a minimum detectable effect on a success metric or a margin on a guardrail.',
};

/**
 * Units and days an experiment needs so that its ship decision keeps alpha and
 * power, for the planner: the largest need of any test of the decision, in the
 * design of the plan; what the other designs would cost; how units depend on
 * the effects; and what power other effects have.
 *
 * Days are there when `traffic` or `unitsPerDay` is known. Refuses with all
 * reasons when a baseline cannot be used, when the rates leave nothing to
 * decide with, and when no metric has a target. A test without a target is a
 * notice, and so is traffic that never brings the units.
 */
export const planSampleSize = (
  input: PlanSampleSizeInput,
): Result<SampleSizePlan> => {
  if (input.variants.length < 2) {
    return refused({
      code: 'ETUDE_ANALYSIS_TOO_FEW_VARIANTS',
      path: 'variants',
      message: `The plan has ${input.variants.length} variants: a comparison needs the control and one other. Add a variant.`,
    });
  }
  const design = adjustedDesign({
    ...input,
    treatmentVariants: input.variants.length - 1,
  });
  if (!design.ok) return design;
  const decision = plannedDecision(input, design.value);
  if (!decision.ok) return decision;
  const parts = partsOf(decision.value, input);
  if (!parts.ok) return parts;
  const { own, context } = parts.value;
  if (own.length === 0) return refused(NO_TARGET, ...decision.value.notices);
  const most = Math.max(...own.map(({ units }) => units));
  const requiredUnits = roundedUnits(most, context.weights);
  const targeted = withTargets(parts.value, requiredUnits);
  if (!targeted.ok) return targeted;
  const runtime = runtimeOf(parts.value, requiredUnits);
  return ok({
    perMetric: sizeOfMetrics(parts.value, requiredUnits),
    requiredUnits,
    ...runtime,
    design: design.value,
    ...targeted.value,
    notices: [
      ...decision.value.notices,
      ...runtime.notices,
      ...targeted.value.notices,
    ],
    sensitivity: sensitivityPoints(own, context),
  });
};
