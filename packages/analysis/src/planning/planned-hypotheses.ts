import type { Problem, Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { DecisionNode } from '@etude/stats';
import { standardDecisionTree } from '@etude/stats';
import { decisionNodeOf, hypothesisId } from '../adjusted-design';
import type { AdjustedDesign } from '../analysis-result';
import type { SizingGoal } from '../required-units';
import { needsPower, powerTargetOf } from '../required-units';
import type { UnitBaseline } from './metric-baseline';
import { metricBaseline } from './metric-baseline';
import type { PlanSampleSizeInput, SampleSizeMetric } from './sample-size-plan';

type Test = SizingGoal['test'];

/** A test of the ship decision and what it has to be able to show. */
export type PlannedHypothesis = {
  readonly id: string;
  readonly metric: SampleSizeMetric;
  readonly baseline: UnitBaseline;
  readonly test: Test;
  readonly alpha: number;
  readonly power: number;
  /** Undefined: nobody said which effect or margin matters. */
  readonly target: number | undefined;
};

/** The decision as a tree, and its tests. */
export type PlannedDecision = {
  readonly tree: DecisionNode;
  readonly hypotheses: readonly PlannedHypothesis[];
  /** Tests without a target, and what to do about it. */
  readonly notices: readonly Problem[];
};

type Draft = Omit<PlannedHypothesis, 'baseline'> & { readonly index: number };

const missingTarget = ({ metric, test, index }: Draft): Problem =>
  test === 'superiority'
    ? {
        code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
        path: `metrics[${index}].mdeRelative`,
        message: `'${metric.name ?? metric.metricId}' has no minimum detectable effect, so nobody can say how many units it needs: a result without a winner would teach nothing. Set the smallest change that would matter.`,
      }
    : {
        code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
        path: `metrics[${index}].nimRelative`,
        message: `'${metric.name ?? metric.metricId}' has no margin, so it can never be shown to be unharmed. Set the largest harm that would be acceptable.`,
      };

const draftByRole = (
  metric: SampleSizeMetric,
  index: number,
  design: AdjustedDesign,
): Draft => {
  const test = metric.role === 'success' ? 'superiority' : 'non-inferiority';
  return {
    id: hypothesisId({ metricId: metric.metricId, test }),
    metric,
    index,
    test,
    alpha: test === 'superiority' ? design.alphaSuccess : design.alphaGuardrail,
    power: design.powerPerMetric,
    target: powerTargetOf(metric),
  };
};

// Metrics outside a tree still need power: without it a neutral result would
// teach nothing of them.
const draftsOf = (
  { metrics }: PlanSampleSizeInput,
  design: AdjustedDesign,
): readonly Draft[] =>
  metrics.flatMap((metric, index) => {
    const own = (design.hypotheses ?? []).filter(
      ({ metricId }) => metricId === metric.metricId,
    );
    if (own.length > 0) {
      return own.map(({ test, alpha, power }) => ({
        id: hypothesisId({ metricId: metric.metricId, test }),
        metric,
        index,
        test,
        alpha,
        power,
        target:
          test === 'superiority' ? metric.mdeRelative : metric.nimRelative,
      }));
    }
    return needsPower(metric) ? [draftByRole(metric, index, design)] : [];
  });

const treeOf = (
  { decisionRule }: PlanSampleSizeInput,
  drafts: readonly Draft[],
): DecisionNode => {
  if (decisionRule?.kind === 'tree') return decisionNodeOf(decisionRule.root);
  const idsOf = (test: Test): readonly string[] =>
    drafts.filter(draft => draft.test === test).map(({ id }) => id);
  return standardDecisionTree({
    superiority: idsOf('superiority'),
    nonInferiority: idsOf('non-inferiority'),
  });
};

const unknownMetrics = (
  { metrics }: PlanSampleSizeInput,
  design: AdjustedDesign,
): readonly Problem[] =>
  (design.hypotheses ?? [])
    .filter(leaf => metrics.every(({ metricId }) => metricId !== leaf.metricId))
    .map(({ metricId }) => ({
      code: 'ETUDE_ANALYSIS_UNKNOWN_METRIC',
      path: 'decisionRule',
      message: `The decision rule tests '${metricId}', which is no metric of the plan. Add the metric, or take it out of the rule.`,
    }));

/**
 * The tests of the ship decision with their levels, targets and baselines.
 *
 * Tests without a target are left in the tree and get a notice; their baseline
 * is not read. Refuses with all unusable baselines, and a rule on metrics the
 * plan does not have.
 */
export const plannedDecision = (
  input: PlanSampleSizeInput,
  design: AdjustedDesign,
): Result<PlannedDecision> => {
  const drafts = draftsOf(input, design);
  const hypotheses: PlannedHypothesis[] = [];
  const problems = [...unknownMetrics(input, design)];
  for (const draft of drafts) {
    const baseline = metricBaseline(draft.metric);
    const isRead =
      draft.target !== undefined || input.design?.kind === 'fixed-width';
    if (baseline.ok) {
      hypotheses.push({ ...draft, baseline: baseline.value });
    } else if (isRead) {
      problems.push(
        ...baseline.problems.map(problem => ({
          ...problem,
          path: `metrics[${draft.index}].${problem.path ?? 'baselineMean'}`,
        })),
      );
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const notices = drafts
    .filter(({ target }) => target === undefined)
    .map(missingTarget);
  return ok({ tree: treeOf(input, drafts), hypotheses, notices });
};
