import type { Verdict } from '@etude/lifecycle';
import { achievedMdeRatio } from './learning-rates-precision';
import type { MetricResult } from './analysis-result';
import { formatCount, formatShare, listNames } from './format-number';
import { underpowered, withoutPowerTarget } from './missing-units';
import { needsPower } from './required-units';
import type { Classifier, VerdictEvidence } from './verdict-evidence';
import { noLearning } from './verdict-evidence';
import { shortOfUnitsVerdict } from './verdict-shortfall';
import { noTargetVerdict, unsizableVerdict } from './verdict-target';
import { VALIDITY_CLASSIFIERS } from './verdict-validity';

const excludedVerdict: Classifier = ({ input: { excludedReason } }) =>
  excludedReason === undefined
    ? undefined
    : {
        class: 'excluded',
        sentence: `Outside the learning rates: ${excludedReason}`,
      };

const restartVerdict: Classifier = ({ input }) =>
  input.endReason === 'restart'
    ? {
        class: 'restart',
        sentence:
          'Ended to be started again: it counts as a restart, not as an experiment that taught nothing.',
      }
    : undefined;

const sentencesOf = (results: readonly { sentence: string }[]): string =>
  results.map(({ sentence }) => sentence).join(' ');

/** Variants that got worse: in a result, or by the monitor on the way. */
const harmBy = ({ results, monitors }: VerdictEvidence, variant: string) => {
  const worse = results.filter(
    result => result.variant === variant && result.outcome === 'worse',
  );
  const alarms = monitors.filter(
    monitor =>
      monitor.variant === variant &&
      monitor.state === 'alarm' &&
      worse.every(({ metricId }) => metricId !== monitor.metricId),
  );
  return [...worse, ...alarms];
};

const treatmentsOf = ({ input: { plan } }: VerdictEvidence) =>
  plan.variants.map(({ id }) => id).filter(id => id !== plan.controlVariant);

const betterOf = (results: readonly MetricResult[], variant: string) =>
  results.filter(
    result => result.variant === variant && result.outcome === 'better',
  );

const winVerdict: Classifier = evidence => {
  const { recommendations, results } = evidence;
  const winner = recommendations.find(
    ({ action, variant }) =>
      action === 'ship' && harmBy(evidence, variant).length === 0,
  );
  if (winner === undefined) return undefined;
  const { variant } = winner;
  const better = betterOf(results, variant);
  return {
    class: 'win',
    variant,
    sentence:
      better.length === 0
        ? `A win: ${variant} keeps every guardrail within its margin, and nothing got worse.`
        : `A win with ${variant}: ${sentencesOf(better)} Every guardrail holds and nothing got worse.`,
  };
};

const regressionVerdict: Classifier = evidence => {
  const variant = treatmentsOf(evidence).find(
    id => harmBy(evidence, id).length > 0,
  );
  return variant === undefined
    ? undefined
    : {
        class: 'regression',
        variant,
        sentence: `A regression caught with ${variant}: ${sentencesOf(harmBy(evidence, variant))}`,
      };
};

const tightestSentence = (results: readonly MetricResult[]): string => {
  const [tightest] = results
    .filter(result => needsPower(result) && result.requiredUnits !== undefined)
    .sort(
      (a, b) =>
        (b.requiredUnits ?? 0) / Math.max(b.units ?? 0, 1) -
        (a.requiredUnits ?? 0) / Math.max(a.units ?? 0, 1),
    );
  if (tightest === undefined) return '';
  const { name, units = 0, requiredUnits = 0 } = tightest;
  return ` ${name} had the least to spare: ${formatCount(units)} units of ${formatCount(requiredUnits)} needed (${formatShare(units / requiredUnits)}).`;
};

const neutralVerdict: Classifier = ({ results }) =>
  results.some(needsPower) &&
  underpowered(results).length === 0 &&
  withoutPowerTarget(results).length === 0
    ? {
        class: 'neutral',
        sentence: `A powered neutral result: nothing to ship and nothing got worse, although there were enough units to find every effect the plan asked for.${tightestSentence(results)}`,
      }
    : undefined;

// The order is the definition of Experiments with Learning: in scope, valid,
// then what the decision rule says, what was caught, and what power proves.
const CLASSIFIERS: readonly Classifier[] = [
  excludedVerdict,
  restartVerdict,
  ...VALIDITY_CLASSIFIERS,
  winVerdict,
  regressionVerdict,
  neutralVerdict,
  shortOfUnitsVerdict,
  noTargetVerdict,
  unsizableVerdict,
];

const classified = (evidence: VerdictEvidence): Verdict => {
  for (const classify of CLASSIFIERS) {
    const verdict = classify(evidence);
    if (verdict !== undefined) return verdict;
  }
  // Left over are results that a metric with a target has no estimate of.
  const lost = evidence.results.filter(({ status }) => status !== 'estimated');
  return noLearning(
    'DATA_MISSING',
    `${listNames([...new Set(lost.map(({ name }) => name))])} cannot be judged.`,
    'Computing every metric on past data before launch would have shown that there is no usable result.',
  );
};

/**
 * What an ended experiment taught (Experiments with Learning): the first
 * class that applies, its reason, and in figures what would have made it a
 * learning.
 *
 * Over several variants: a win if any wins, else a regression if any
 * regressed at the end or in the deterioration monitor, else neutral if all
 * are powered, else no learning.
 */
export const verdictOf = (evidence: VerdictEvidence): Verdict => {
  const mdeRatio = achievedMdeRatio(evidence.results);
  return {
    ...classified(evidence),
    ...(mdeRatio === undefined ? {} : { mdeRatio }),
  };
};
