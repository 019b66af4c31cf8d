import type { Problem } from '@etude/kernel';

const SENTENCES: Readonly<Record<string, string>> = {
  ETUDE_STATS_TOO_FEW_UNITS:
    'a variant has a single unit with a value, so nothing is known of its spread. Wait for more units.',
  ETUDE_STATS_ZERO_VARIANCE:
    'all units have the same value in both variants, so the data carry no information on uncertainty. Check the metric and its filters.',
};

/** The problem of a metric that a test refused, said for its reader. */
export const refusedMetric = (
  name: string,
  problems: readonly Problem[],
): Problem => {
  const [first] = problems;
  const code = first?.code ?? 'ETUDE_ANALYSIS_NO_RESULT';
  return {
    code: code.replace('ETUDE_STATS_', 'ETUDE_ANALYSIS_'),
    message: `${name} has no result: ${SENTENCES[code] ?? first?.message ?? 'no reason was given.'}`,
    details: { problems },
  };
};

/** The problem of a metric for which a variant has no unit with a value. */
export const emptyVariant = (
  name: string,
  variants: readonly string[],
): Problem => ({
  code: 'ETUDE_ANALYSIS_EMPTY_VARIANT',
  message: `${name} has no result: no unit of ${variants.join(' and ')} has a value. Check that its fact table covers the exposed units and that its window has had time to close.`,
  details: { variants },
});

/** The problem of a metric that the warehouse could not compute. */
export const failedMetric = (name: string, failure: string): Problem => ({
  code: 'ETUDE_ANALYSIS_METRIC_FAILED',
  message: `${name} has no result: ${failure}`,
});

const NO_LIFT: Readonly<Record<string, readonly [code: string, why: string]>> =
  {
    ETUDE_STATS_ZERO_DENOMINATOR: [
      'ETUDE_ANALYSIS_ZERO_CONTROL_MEAN',
      'the control mean is 0, and a share of nothing is no number.',
    ],
    ETUDE_STATS_UNBOUNDED_INTERVAL: [
      'ETUDE_ANALYSIS_UNBOUNDED_LIFT',
      'the control mean cannot be told from 0 at the level of this test, so that the interval of a share of it has no end.',
    ],
  };

/** Why an estimated metric has no lift, said for its reader. */
export const missingLift = (
  name: string,
  problems: readonly Problem[],
): Problem => {
  const [first] = problems;
  const [code, why] = NO_LIFT[first?.code ?? ''] ?? [
    'ETUDE_ANALYSIS_LIFT_OUT_OF_RANGE',
    'as a share of the control mean it is beyond the range of numbers.',
  ];
  return {
    code,
    path: 'lift',
    message: `${name} has no lift: ${why} Read the difference.`,
    details: { problems },
  };
};

/**
 * The problem of an effect or margin that is a share of a control mean of 0:
 * a share of nothing is no effect, so nobody can say what would be enough.
 */
export const zeroControlMean = (name: string): Problem => ({
  code: 'ETUDE_ANALYSIS_ZERO_CONTROL_MEAN',
  path: 'control.mean',
  message: `${name} has a control mean of 0, so its relative effect or margin is a share of nothing and its power cannot be judged. Check the metric and its filters, or choose a metric that the control has too.`,
});
