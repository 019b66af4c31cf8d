import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { SampleSummary } from '@etude/stats';
import { relativeLift, varianceOfMean } from '@etude/stats';
import type { MetricLift, MetricResult } from '../analysis-result';
import type { ComparedSamples } from './compared-samples';
import { missingLift } from './metric-problem';
import { LEAST_LEVEL, OPEN_INTERVAL, openEnds } from './shown-difference';

// The delta method takes the denominator for nearly certain.
const MIN_DELTA_STD_ERRS = 10;

// A control mean near 0 takes the interval of Fieller.
const liftMethodOf = ({
  control,
  baseline,
}: ComparedSamples): 'delta' | 'fieller' =>
  Math.abs(baseline) < MIN_DELTA_STD_ERRS * Math.sqrt(varianceOfMean(control))
    ? 'fieller'
    : 'delta';

/**
 * The relative effect with its interval: the difference as a share of the
 * *unadjusted* control mean. Refuses one that is 0, or so close to 0 that the
 * interval has no end at this level.
 */
export const shownLift = (
  samples: ComparedSamples,
  alpha: number,
): Result<MetricLift> => {
  const { control, treatment, baseline } = samples;
  const stdErrOf = (sample: SampleSummary): number =>
    Math.sqrt(varianceOfMean(sample));
  const method = liftMethodOf(samples);
  const result = relativeLift({
    method,
    control: { mean: baseline, stdErr: stdErrOf(control) },
    treatment: {
      mean: baseline + (treatment.mean - control.mean),
      stdErr: stdErrOf(treatment),
    },
    alpha: alpha || LEAST_LEVEL,
    df: samples.df,
  });
  if (!result.ok) return result;
  return ok({
    estimate: result.value.lift,
    ci: alpha === 0 ? OPEN_INTERVAL : openEnds(result.value.ci),
    ...(method === 'fieller' ? { method } : {}),
  });
};

/** The lift of a result, or the reason why it has none. */
export const liftFields = (
  name: string,
  lift: Result<MetricLift>,
): Pick<MetricResult, 'lift' | 'liftProblem'> =>
  lift.ok
    ? { lift: lift.value }
    : { liftProblem: missingLift(name, lift.problems) };
