import type { Problem } from '@etude/kernel';
import { EtudeError } from '@etude/kernel';
import { adjustedDesign } from './adjusted-design';
import type { AnalysisInput } from './analysis-input';
import type { AdjustedDesign, Visibility } from './analysis-result';
import type { CriticalValues } from './designs/critical-values';
import { createCriticalValues } from './designs/critical-values';
import { isSequential } from './designs/is-sequential';
import { unitsPerDay } from './health/traffic-counts';
import type { LookHistory } from './looks/look-history';
import { indexLooks } from './looks/look-history';
import type { MomentsIndex } from './metrics/moments-index';
import { indexMoments } from './metrics/moments-index';

/** What all metrics of one analysis share, worked out once. */
export type AnalysisContext = {
  readonly input: AnalysisInput;
  readonly design: AdjustedDesign;
  readonly moments: MomentsIndex;
  readonly history: LookHistory;
  readonly criticalValues: CriticalValues;
  /** No later look will come that effects could have brought about. */
  readonly isLast: boolean;
  /**
   * Units still to come on a day, over all variants; null when unknown, and
   * when the experiment has ended and none will come.
   */
  readonly unitsPerDay: number | null;
};

const invalidPlan = (problems: readonly Problem[]): EtudeError =>
  new EtudeError(
    `The experiment cannot be analysed, because its plan is not valid: ${problems.map(({ message }) => message).join(' ')} Correct the plan.`,
    { code: 'ETUDE_ANALYSIS_INVALID_PLAN', kind: 'user', problems },
  );

const weightProblems = ({ plan }: AnalysisInput): readonly Problem[] =>
  plan.variants.flatMap(({ id, weight }) =>
    Number.isFinite(weight) && weight > 0
      ? []
      : [
          {
            code: 'ETUDE_ANALYSIS_INVALID_WEIGHT',
            message: `The weight of variant '${id}' is ${weight}: a finite number above 0 is needed.`,
          },
        ],
  );

const designOf = (input: AnalysisInput): AdjustedDesign => {
  const { plan } = input;
  const problems = weightProblems(input);
  if (problems.length > 0) throw invalidPlan(problems);
  const result = adjustedDesign({
    metrics: plan.metrics,
    treatmentVariants: plan.variants.length - 1,
    alpha: plan.design.alpha,
    power: plan.design.power,
    decisionRule: plan.decisionRule,
  });
  if (!result.ok) throw invalidPlan(result.problems);
  return result.value;
};

/**
 * What an analysis starts from. Whether this look is the last is known only
 * {@link atLook}. `solvedLooks` are those of the latest look that left any.
 *
 * @throws ETUDE_ANALYSIS_INVALID_PLAN for rates, weights or metric counts that
 * `validatePlan` refuses.
 */
export const contextOf = (
  input: AnalysisInput,
  solvedLooks = input.pastLooks?.at(-1)?.solvedLooks,
): AnalysisContext => ({
  input,
  design: designOf(input),
  moments: indexMoments(input.moments),
  history: indexLooks(input.pastLooks),
  criticalValues: createCriticalValues(solvedLooks),
  unitsPerDay: input.state === 'ended' ? null : unitsPerDay(input.traffic),
  isLast: false,
});

/** The context of a look at which effects are open or not. */
export const atLook = (
  context: AnalysisContext,
  { effects }: Visibility,
): AnalysisContext => {
  const { state, plan } = context.input;
  return {
    ...context,
    isLast:
      state === 'ended' || (effects === 'open' && !isSequential(plan.design)),
  };
};
