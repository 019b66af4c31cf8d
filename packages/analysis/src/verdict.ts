import type { Verdict } from '@etude/lifecycle';
import type { AnalysisInput } from './analysis-input';
import type {
  HealthCheck,
  MetricResult,
  Recommendation,
} from './analysis-result';
import { findTrafficFault } from './check-traffic';
import { unusableMetrics } from './check-data';
import { listNames } from './format-number';
import {
  missingUnitsPhrase,
  underpowered,
  withoutPowerTarget,
} from './missing-units';

/** What a verdict is made of. */
export type VerdictEvidence = {
  readonly input: AnalysisInput;
  readonly health: readonly HealthCheck[];
  /** Open results of all treatment variants. */
  readonly results: readonly MetricResult[];
  readonly recommendations: readonly Recommendation[];
};

type Classifier = (evidence: VerdictEvidence) => Verdict | undefined;

const noLearning = (
  reason: NonNullable<Verdict['reason']>,
  sentence: string,
  prevention: string,
): Verdict => ({
  class: 'no-learning',
  reason,
  sentence: `No learning: ${sentence}`,
  prevention,
});

const restartVerdict: Classifier = ({ input }) =>
  input.endReason === 'restart'
    ? {
        class: 'restart',
        sentence:
          'Ended to be started again: it counts as a restart, not as an experiment that taught nothing.',
      }
    : undefined;

const trafficVerdict: Classifier = ({ input }) => {
  const fault = findTrafficFault(input);
  if (fault === undefined) return undefined;
  return fault.kind === 'NO_EXPOSURE'
    ? noLearning(
        fault.kind,
        fault.sentence,
        'A look at the traffic check on the first day, or a dry run with a test unit in every variant, would have shown that exposure was missing.',
      )
    : noLearning(
        fault.kind,
        fault.sentence,
        'Leaving the rule and the variants of the flag as launched would have kept the experiment valid.',
      );
};

const healthVerdict =
  (
    id: HealthCheck['id'],
    reason: NonNullable<Verdict['reason']>,
    prevention: string,
  ): Classifier =>
  ({ health }) => {
    const failed = health.find(
      check => check.id === id && check.state === 'fail',
    );
    return failed === undefined
      ? undefined
      : noLearning(reason, failed.sentence, prevention);
  };

const dataVerdict: Classifier = ({ health, results }) => {
  const failed = health.find(
    ({ id, state }) => id === 'data' && state === 'fail',
  );
  return failed === undefined
    ? undefined
    : noLearning(
        'DATA_MISSING',
        failed.sentence,
        `Computing ${listNames(unusableMetrics(results))} on past data before launch would have shown that there is no usable result.`,
      );
};

const winVerdict: Classifier = ({ recommendations, results }) => {
  const winner = recommendations.find(({ action }) => action === 'ship');
  if (winner === undefined) return undefined;
  const better = results.filter(
    ({ variant, outcome }) =>
      variant === winner.variant && outcome === 'better',
  );
  return {
    class: 'win',
    variant: winner.variant,
    sentence:
      better.length === 0
        ? `A win: ${winner.variant} keeps every guardrail within its margin, and nothing got worse.`
        : `A win with ${winner.variant}: ${better.map(({ sentence }) => sentence).join(' ')} Every guardrail holds and nothing got worse.`,
  };
};

const regressionVerdict: Classifier = ({ results }) => {
  const [first] = results.filter(({ outcome }) => outcome === 'worse');
  if (first === undefined) return undefined;
  const worse = results.filter(
    ({ variant, outcome }) => variant === first.variant && outcome === 'worse',
  );
  return {
    class: 'regression',
    variant: first.variant,
    sentence: `A regression caught with ${first.variant}: ${worse.map(({ sentence }) => sentence).join(' ')}`,
  };
};

const isNeutral = ({ input, results }: VerdictEvidence): boolean => {
  const { plan } = input;
  const needing = plan.metrics.filter(
    ({ role, nimRelative }) =>
      role === 'success' || (role === 'guardrail' && nimRelative !== undefined),
  );
  return (
    needing.length > 0 &&
    underpowered(results).length === 0 &&
    withoutPowerTarget(results).length === 0
  );
};

const neutralVerdict: Classifier = evidence =>
  isNeutral(evidence)
    ? {
        class: 'neutral',
        sentence:
          'A powered neutral result: nothing to ship and nothing got worse, although there were enough units to find every effect the plan asked for.',
      }
    : undefined;

const hasEndedEarly = ({ endReason, plannedEndAt, now }: AnalysisInput) => {
  if (endReason !== undefined) {
    return endReason === 'stopped-early' || endReason === 'abort';
  }
  return (
    plannedEndAt !== null &&
    new Date(now).getTime() < new Date(plannedEndAt).getTime()
  );
};

const shortOfUnitsVerdict: Classifier = ({ input, results }) => {
  const short = underpowered(results);
  const [worst] = short;
  if (worst === undefined) return undefined;
  const names = listNames([...new Set(short.map(({ name }) => name))]);
  const lacking = missingUnitsPhrase(worst, input.plan, input.traffic);
  const capital = lacking.charAt(0).toUpperCase() + lacking.slice(1);
  return hasEndedEarly(input)
    ? noLearning(
        'ABORTED_EARLY',
        `it was ended before its planned end, without a regression and before ${names} had enough units.`,
        `${capital} would have powered ${worst.name}: let it run on unless something gets worse.`,
      )
    : noLearning(
        'UNDERPOWERED',
        `it ran to its planned end, but ${names} did not get enough units.`,
        `${capital} would have powered ${worst.name}.`,
      );
};

const noTargetVerdict: Classifier = ({ input, results }) => {
  const names = [
    ...new Set(withoutPowerTarget(results).map(({ name }) => name)),
  ];
  const success = input.plan.metrics.some(({ role }) => role === 'success');
  return names.length === 0
    ? noLearning(
        'NO_POWER_TARGET',
        'no metric says which effect or margin matters, so nobody can tell whether a neutral result means anything.',
        success
          ? 'Set a minimum detectable effect on a success metric.'
          : 'Set a margin on a guardrail, or add a success metric with a minimum detectable effect.',
      )
    : noLearning(
        'NO_POWER_TARGET',
        `${listNames(names)} ${names.length === 1 ? 'has' : 'have'} no usable target effect, so nobody can tell whether there were enough units.`,
        `Set a minimum detectable effect on ${listNames(names)}.`,
      );
};

// The order is the definition of Experiments with Learning: valid first, then
// what the decision rule says, then what was caught, then what power proves.
const CLASSIFIERS: readonly Classifier[] = [
  restartVerdict,
  trafficVerdict,
  healthVerdict(
    'srm',
    'SRM',
    'Ending on the first day of the failing sample ratio check, then mending the cause and restarting, would have saved the rest of the time.',
  ),
  healthVerdict(
    'crossover',
    'CROSSOVER',
    'A targeting key that stays with a unit across sessions and devices would have kept units in one variant.',
  ),
  dataVerdict,
  winVerdict,
  regressionVerdict,
  neutralVerdict,
  shortOfUnitsVerdict,
  noTargetVerdict,
];

/**
 * What an ended experiment taught (Experiments with Learning): the first
 * class that applies, its reason, and what would have made it a learning.
 *
 * Over several variants: a win if any wins, else a regression if any
 * regressed, else neutral if all are powered, else no learning.
 */
export const verdictOf = (evidence: VerdictEvidence): Verdict => {
  for (const classify of CLASSIFIERS) {
    const verdict = classify(evidence);
    if (verdict !== undefined) return verdict;
  }
  // The last classifier always answers; this keeps the type honest.
  return noLearning('NO_POWER_TARGET', 'power cannot be judged.', '');
};
