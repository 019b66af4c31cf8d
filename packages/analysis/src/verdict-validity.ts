import { formatDay } from '@etude/kernel';
import { normalUpperQuantile, varianceOfMean } from '@etude/stats';
import type { AnalysisInput } from './analysis-input';
import type { HealthCheck } from './analysis-result';
import { formatCount, formatShare, listNames } from './format-number';
import { judgedPreExposure } from './health/check-pre-exposure';
import { unusableMetrics } from './health/check-data';
import { findTrafficFault } from './health/check-traffic';
import { dailySplit } from './health/daily-split';
import { firstSrmDay, sampleRatioOf } from './health/sample-ratio';
import type { Classifier } from './verdict-evidence';
import { noLearning } from './verdict-evidence';

const daysText = (days: number): string =>
  `${formatCount(days)} ${days === 1 ? 'day' : 'days'}`;

/** What a variant without exposure should have had, and by when. */
const noExposurePrevention = (input: AnalysisInput): string => {
  const days = dailySplit(input);
  const { ids, counts, shares, total } = sampleRatioOf(input);
  const missing = ids.findIndex((_, index) => counts[index] === 0);
  const first = days[0]?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  if (missing === -1 || total === 0 || days.length < 2) {
    return 'A look at the traffic check on the first day, or a dry run with a test unit in every variant, would have shown that exposure was missing.';
  }
  // The other variants' units are what is left of all of them.
  const share = shares[missing] ?? 0;
  const expected = Math.round((first * share) / (1 - share));
  return `By its share ${ids[missing]} should have had about ${formatCount(expected)} units on the first day and had none: mending that then would have saved the ${daysText(days.length - 1)} after it.`;
};

const trafficVerdict: Classifier = ({ input }) => {
  const fault = findTrafficFault(input);
  if (fault === undefined) return undefined;
  return noLearning(
    fault.kind,
    fault.sentence,
    fault.kind === 'NO_EXPOSURE'
      ? noExposurePrevention(input)
      : 'Leaving the rule and the variants of the flag as launched would have kept the experiment valid.',
  );
};

const srmPrevention = (input: AnalysisInput): string => {
  const days = dailySplit(input);
  const found = firstSrmDay(input);
  const index = days.findIndex(({ day }) => day === found);
  if (found === null || index === -1 || index === days.length - 1) {
    return 'Ending on the first day of the failing sample ratio check, then mending the cause and restarting, would have saved the rest of the time.';
  }
  return `The sample ratio was broken after ${formatDay(found)}, day ${formatCount(index + 1)} of ${formatCount(days.length)}: ending then, mending the cause and restarting would have saved ${daysText(days.length - 1 - index)}.`;
};

const FIGURE = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

const preExposurePrevention = (input: AnalysisInput): string => {
  const { judged, threshold } = judgedPreExposure(input);
  const [worst] = judged;
  const general =
    'A comparison of the variants on data from before launch shows this on the first day: restart with a new salt until it passes.';
  if (worst === undefined) return general;
  const { name, control, treatment } = worst;
  const stdErr = Math.sqrt(varianceOfMean(control) + varianceOfMean(treatment));
  const allowed = normalUpperQuantile(threshold / 2) * stdErr;
  const found = Math.abs(treatment.mean - control.mean);
  return `With these units a difference in ${name} of up to ${FIGURE.format(allowed)} before exposure is chance; it was ${FIGURE.format(found)}. ${general}`;
};

const crossoverPrevention = ({
  crossoverUnits,
  totalUnits,
}: AnalysisInput): string => {
  const allowed = Math.max(Math.ceil(totalUnits / 100) - 1, 9);
  return `At most ${formatCount(allowed)} of ${formatCount(totalUnits)} units may cross over (below ${formatShare(0.01)}); ${formatCount(crossoverUnits - allowed)} fewer would have kept it valid. A targeting key that stays with a unit across sessions and devices keeps units in one variant.`;
};

const hasFailed = (
  health: readonly HealthCheck[],
  id: HealthCheck['id'],
): HealthCheck | undefined =>
  health.find(check => check.id === id && check.state === 'fail');

const healthVerdict =
  (
    id: HealthCheck['id'],
    reason: Parameters<typeof noLearning>[0],
    preventionOf: (input: AnalysisInput) => string,
  ): Classifier =>
  ({ health, input }) => {
    const failed = hasFailed(health, id);
    return failed === undefined
      ? undefined
      : noLearning(reason, failed.sentence, preventionOf(input));
  };

const dataVerdict: Classifier = ({ health, results }) => {
  const failed = hasFailed(health, 'data');
  return failed === undefined
    ? undefined
    : noLearning(
        'DATA_MISSING',
        failed.sentence,
        `Computing ${listNames(unusableMetrics(results))} on past data before launch would have shown that there is no usable result.`,
      );
};

/** What makes an experiment not valid, in the order of the definition. */
export const VALIDITY_CLASSIFIERS: readonly Classifier[] = [
  trafficVerdict,
  healthVerdict(
    'exposure-gaps',
    'NO_EXPOSURE',
    () =>
      'The exposure check shows such a day on the day after it: ending then, mending the cause and restarting would have saved the rest of the time.',
  ),
  healthVerdict('srm', 'SRM', srmPrevention),
  healthVerdict('pre-exposure', 'PRE_EXPOSURE_BIAS', preExposurePrevention),
  healthVerdict('crossover', 'CROSSOVER', crossoverPrevention),
  dataVerdict,
];
