import type { PlanContext } from './plan-context';
import { daysOfCost } from './plan-context';
import type { SensitivityPoint } from './sample-size-plan';
import type { CostedHypothesis } from './sized-decision';
import {
  roundedUnits,
  unitsForWidth,
  unitsOfHypothesis,
} from './whole-experiment';

const MULTIPLIERS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

type Scaled = {
  readonly metric: CostedHypothesis['metric'];
  readonly units: number;
};

const scaledUnits = (
  hypothesis: CostedHypothesis,
  multiplier: number,
  { input: { design }, weights }: PlanContext,
): Scaled | undefined => {
  const fixed =
    design?.kind === 'fixed-width'
      ? unitsForWidth(hypothesis, weights, multiplier * design.widthRelative)
      : unitsOfHypothesis(hypothesis, weights, multiplier);
  if (!fixed.ok) return undefined;
  const units = fixed.value.needed * hypothesis.cost.inflation;
  return { metric: hypothesis.metric, units };
};

/**
 * Units and days of the plan's design when all effects and margins (of a
 * fixed-width design: the width) are a multiple of the planned ones.
 */
export const sensitivityPoints = (
  hypotheses: readonly CostedHypothesis[],
  context: PlanContext,
): readonly SensitivityPoint[] => {
  const { design } = context.input;
  const width =
    design?.kind === 'fixed-width' ? design.widthRelative : undefined;
  return MULTIPLIERS.map(multiplier => {
    const scaled = hypotheses.flatMap(
      hypothesis => scaledUnits(hypothesis, multiplier, context) ?? [],
    );
    const isWhole = scaled.length === hypotheses.length;
    const most = Math.max(...scaled.map(({ units }) => units));
    return {
      multiplier,
      mdeRelative: Object.fromEntries(
        hypotheses.map(({ metric, target }) => [
          metric.metricId,
          multiplier * (width ?? target),
        ]),
      ),
      units: isWhole ? roundedUnits(most, context.weights) : null,
      days: isWhole
        ? (daysOfCost({ hypotheses: scaled }, context)?.days ?? null)
        : null,
    };
  });
};
