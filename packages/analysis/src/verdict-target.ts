import type { MetricResult } from './analysis-result';
import { formatShare, listNames } from './format-number';
import { withoutPowerTarget } from './missing-units';
import { needsPower, powerTargetOf } from './required-units';
import type { Classifier } from './verdict-evidence';
import { noLearning } from './verdict-evidence';
import { formatShareUp, namesOf, provableEffect } from './verdict-shortfall';

const findableSentence = (results: readonly MetricResult[]): string => {
  const found = results.flatMap(result => {
    const effect = provableEffect(result);
    return effect === undefined
      ? []
      : [`${formatShareUp(effect)} of ${result.name}`];
  });
  return found.length === 0
    ? ''
    : ` The units there were find an effect of ${listNames([...new Set(found)])}: with one of that size or more agreed before launch, the result would have been neutral.`;
};

/** A metric, or all of them, without an effect or margin that matters. */
export const noTargetVerdict: Classifier = ({ input, results }) => {
  const bare = withoutPowerTarget(results).filter(
    result => powerTargetOf(result) === undefined,
  );
  if (bare.length > 0) {
    const names = namesOf(bare);
    return noLearning(
      'NO_POWER_TARGET',
      `${names} ${names === bare[0]?.name ? 'has' : 'have'} no target effect, so nobody can tell whether there were enough units.`,
      `Set a minimum detectable effect on ${names}.${findableSentence(bare)}`,
    );
  }
  if (results.some(needsPower)) return undefined;
  const success = input.plan.metrics.some(({ role }) => role === 'success');
  return noLearning(
    'NO_POWER_TARGET',
    'no metric says which effect or margin matters, so nobody can tell whether a neutral result means anything.',
    success
      ? 'Set a minimum detectable effect on a success metric.'
      : 'Set a margin on a guardrail, or add a success metric with a minimum detectable effect.',
  );
};

const unsizableReason = (result: MetricResult): string => {
  const target = formatShare(powerTargetOf(result) ?? Number.NaN);
  const wanted =
    result.role === 'guardrail' ? `margin of ${target}` : `effect of ${target}`;
  return result.control?.mean === 0
    ? `${result.name} averages 0 in control, so its ${wanted} of that is no amount, and no number of units is enough to find it`
    : `the ${wanted} of ${result.name} cannot be turned into a number of units at its mean in control`;
};

/**
 * A target was set, but is no amount at the observed control mean: of a mean
 * of 0 every share is 0, and what is infinitely small needs infinitely many
 * units.
 */
export const unsizableVerdict: Classifier = ({ results }) => {
  const unsizable = withoutPowerTarget(results).filter(
    result => powerTargetOf(result) !== undefined,
  );
  const [first] = unsizable;
  if (first === undefined) return undefined;
  return noLearning(
    'UNDERPOWERED',
    `${unsizableReason(first)}.`,
    `More units would not have helped. A metric that is not 0 without the change, such as the share or count of units that could do it, would have made ${namesOf(unsizable)} measurable.`,
  );
};
