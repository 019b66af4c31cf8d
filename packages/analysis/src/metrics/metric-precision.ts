import { achievedPower, poweredEffect } from '@etude/stats';
import type { MetricPrecision } from '../analysis-result';
import { powerTargetOf } from '../required-units';
import type { ComparedSamples } from './compared-samples';
import type { PairUnits, PrecisionInput } from './pair-units';
import { ratesOf, widthCheck } from './pair-units';
import { LEAST_LEVEL } from './shown-difference';

// Stopping on precision needs the spread of the treatment. Elsewhere that of
// the control stands for both, as in the plan: of a proportion the spread
// would tell the mean, and so the effect.
const spreadOf = ({ samples, plan }: PrecisionInput): ComparedSamples =>
  plan.kind === 'fixed-power' || plan.kind === 'fixed-width'
    ? samples
    : {
        ...samples,
        treatment: {
          ...samples.treatment,
          variance: samples.control.variance,
        },
      };

/**
 * Power, detectable effect and width at the units of today. `nominal` is the
 * one-sided level of a look now; `projectedFinishAt` is known to the caller.
 */
export const metricPrecision = (
  input: PrecisionInput,
  at: {
    readonly pair: PairUnits;
    readonly nominal: number;
    readonly projectedFinishAt: string | null;
  },
): MetricPrecision => {
  const { metric, samples } = input;
  const { control, treatment } = spreadOf(input);
  const baseline = Math.abs(samples.baseline);
  // A look that may not spend anything finds nothing.
  const rates = {
    ...ratesOf(input),
    alpha: at.nominal || LEAST_LEVEL,
  };
  const target = powerTargetOf(metric);
  const power =
    target === undefined || baseline === 0
      ? undefined
      : achievedPower({
          control,
          treatment,
          effect: target * baseline,
          ...rates,
        });
  const detectable =
    baseline === 0
      ? undefined
      : poweredEffect({ control, treatment, ...rates });
  const { units, requiredUnits } = at.pair;
  const width = widthCheck(input)?.currentWidthRelative;
  return {
    currentPower: power?.ok === true ? power.value.powerIgnoringFarTail : null,
    poweredEffectRelative:
      detectable?.ok === true ? detectable.value / baseline : null,
    share: requiredUnits === undefined ? null : units / requiredUnits,
    projectedFinishAt: at.projectedFinishAt,
    ...(width === undefined ? {} : { widthRelative: width }),
  };
};
