import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import { asymptoticConfidenceSequence } from '@etude/stats';
import type { MetricDifference, MetricLift } from '../analysis-result';
import { levelOf, mainTestOf } from '../decision/error-rates';
import type { JudgedTest, MetricTestInput } from './judged-test';
import { judgedTest } from './judged-test';
import { shownDifference } from './shown-difference';
import { shownLift } from './shown-lift';

/** Estimates and tests of one metric in one treatment variant. */
export type MetricTests = {
  readonly difference: MetricDifference;
  /** Refused where the control mean is 0 or not distinguishable from it. */
  readonly lift: Result<MetricLift>;
  /** The test by which the metric takes part in the decision. */
  readonly main: JudgedTest;
  readonly inferiority: JudgedTest;
};

// The p-value of no difference has to hold at every look, as the interval.
const alwaysValidP = (
  { estimate, stdErr }: MetricDifference,
  { samples, metric, design, watchOf }: MetricTestInput,
): number | undefined => {
  const { watch } = watchOf(mainTestOf(metric));
  if (watch.kind !== 'always-valid') return undefined;
  const sequence = asymptoticConfidenceSequence({
    difference: estimate,
    stdErr,
    nTotal: samples.control.n + samples.treatment.n,
    tuningN: watch.tuningUnits,
    alpha: 2 * levelOf(metric, design),
    alternative: 'two-sided',
  });
  return sequence.ok ? sequence.value.pValue : undefined;
};

/**
 * Everything the design asks of one metric in one treatment variant.
 *
 * Intervals to show are two-sided at twice the one-sided level of the look,
 * so that their relevant end is the bound the decision uses: with a
 * sequential design they hold at all looks together. Refuses with the reasons of the statistics:
 * fewer than two units in a variant, no variance, units that vanished.
 */
export const testMetric = (input: MetricTestInput): Result<MetricTests> => {
  const { metric, samples, design } = input;
  // Checks the samples before anything is made of them.
  const checked = shownDifference(samples, 2 * levelOf(metric, design));
  if (!checked.ok) return checked;
  const kind = mainTestOf(metric);
  const inferiority = judgedTest(input, 'inferiority');
  if (!inferiority.ok) return inferiority;
  const main = kind === 'inferiority' ? inferiority : judgedTest(input, kind);
  if (!main.ok) return main;
  const { level } = main.value;
  const alpha =
    level.method === 'once' ? 2 * levelOf(metric, design) : 2 * level.nominal;
  const shown =
    level.method === 'once' ? checked : shownDifference(samples, alpha);
  if (!shown.ok) return shown;
  return ok({
    difference: {
      ...shown.value,
      pValue: alwaysValidP(shown.value, input) ?? shown.value.pValue,
    },
    lift: shownLift(samples, alpha),
    main: main.value,
    inferiority: inferiority.value,
  });
};
