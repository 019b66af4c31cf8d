import type { AnalysisInput } from './analysis-input';
import type { MetricResult } from './analysis-result';
import { formatCount, formatShare, listNames } from './format-number';
import { missingUnitsPhrase, underpowered } from './missing-units';
import { needsPower, powerTargetOf } from './required-units';
import type { Classifier } from './verdict-evidence';
import { noLearning } from './verdict-evidence';

/** Names of metrics, each once. */
export const namesOf = (results: readonly MetricResult[]): string =>
  listNames([...new Set(results.map(({ name }) => name))]);

const PERCENT = new Intl.NumberFormat('en-US', {
  maximumSignificantDigits: 3,
});

/** A share rounded up: "at least" has to stay true of the rounded figure. */
export const formatShareUp = (share: number): string => {
  const step = 10 ** (Math.floor(Math.log10(share * 100)) - 2);
  return `${PERCENT.format(Math.ceil((share * 100) / step) * step)} %`;
};

/**
 * Smallest effect or margin, as a share of the control mean, that the units
 * of a result had the planned power for; undefined when nobody knows. Without
 * a figure of its own it follows from units ∝ 1/effect².
 */
export const provableEffect = (result: MetricResult): number | undefined => {
  const { precision, requiredUnits, units } = result;
  const known = precision?.poweredEffectRelative ?? null;
  if (known !== null) return known;
  const target = powerTargetOf(result);
  return target === undefined ||
    requiredUnits === undefined ||
    units === undefined ||
    units === 0
    ? undefined
    : target * Math.sqrt(requiredUnits / units);
};

const provableSentence = (result: MetricResult): string => {
  const provable = provableEffect(result);
  const target = powerTargetOf(result);
  if (provable === undefined || target === undefined || provable <= target) {
    return '';
  }
  const planned = `(planned: ${formatShare(target)})`;
  return result.role === 'guardrail'
    ? ` With the units there were, a margin of at least ${formatShareUp(provable)} would have been provable ${planned}.`
    : ` With the units there were, an effect of at least ${formatShareUp(provable)} could have been found ${planned}.`;
};

/** Units of one metric over all variants, from its result in each. */
const unitsOverVariants = (
  results: readonly MetricResult[],
  metricId: string,
): number => {
  const ofMetric = results.filter(result => result.metricId === metricId);
  return ofMetric.reduce(
    (sum, { treatment }) => sum + (treatment?.n ?? Number.NaN),
    ofMetric[0]?.control?.n ?? Number.NaN,
  );
};

// Required units of a pair are proportional to 1/(c(1 − c)), with c the share
// of control; equal shares give a pair 2/k of all units and c = ½.
const isPoweredByEqualShares = (
  result: MetricResult,
  results: readonly MetricResult[],
  variants: number,
): boolean => {
  const { control, treatment, requiredUnits } = result;
  if (!control || !treatment || requiredUnits === undefined) return false;
  const share = control.n / (control.n + treatment.n);
  const needed = requiredUnits * 4 * share * (1 - share);
  return (2 / variants) * unitsOverVariants(results, result.metricId) >= needed;
};

const allocationSentence = (
  { plan }: AnalysisInput,
  results: readonly MetricResult[],
): string => {
  const isEven = plan.variants.every(
    ({ weight }) => weight === plan.variants[0]?.weight,
  );
  const needing = results.filter(needsPower);
  const [worst] = underpowered(results);
  const wouldDo = needing.every(result =>
    isPoweredByEqualShares(result, results, plan.variants.length),
  );
  return isEven || worst === undefined || !wouldDo
    ? ''
    : ` The allocation is at fault: with equal shares the same ${formatCount(unitsOverVariants(results, worst.metricId))} units would have sufficed.`;
};

const audienceSentence = (
  { plan }: AnalysisInput,
  { requiredUnits = 0, units = 0 }: MetricResult,
): string => {
  const { proportion } = plan.audience;
  const needed = (proportion * requiredUnits) / Math.max(units, 1);
  return needed > 1
    ? ''
    : ` Taking ${formatShareUp(needed)} of the audience instead of ${formatShare(proportion)} would have given them in the same time.`;
};

/**
 * What would have powered the metric that lacked most, in figures: units and
 * days, a wider effect or margin, another allocation, a larger audience.
 */
export const shortfallPrevention = (
  input: AnalysisInput,
  results: readonly MetricResult[],
): string => {
  const [worst] = underpowered(results);
  if (worst === undefined) return '';
  const lacking = missingUnitsPhrase(worst, input.plan, input.traffic);
  return `${lacking} would have powered ${worst.name}.${audienceSentence(input, worst)}${allocationSentence(input, results)}${provableSentence(worst)}`;
};

const hasEndedEarly = ({ endReason, plannedEndAt, now }: AnalysisInput) => {
  if (endReason !== undefined) {
    return endReason === 'stopped-early' || endReason === 'abort';
  }
  return (
    plannedEndAt !== null &&
    new Date(now).getTime() < new Date(plannedEndAt).getTime()
  );
};

/** Ended with too few units: before the planned end or at it. */
export const shortOfUnitsVerdict: Classifier = ({ input, results }) => {
  const short = underpowered(results);
  if (short.length === 0) return undefined;
  const names = namesOf(short);
  const prevention = shortfallPrevention(input, results);
  return hasEndedEarly(input)
    ? noLearning(
        'ABORTED_EARLY',
        `it was ended before its planned end, without a regression and before ${names} had enough units.`,
        `${prevention} Let it run on unless something gets worse.`,
      )
    : noLearning(
        'UNDERPOWERED',
        `it ran to its planned end, but ${names} did not get enough units.`,
        prevention,
      );
};
