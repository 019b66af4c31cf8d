import type { ExperimentDesign, ExperimentMetric } from '@etude/lifecycle';
import type { FixedWidthCheck } from '@etude/stats';
import {
  achievedPower,
  fixedPowerCheck,
  fixedWidthCheck,
  poweredEffect,
} from '@etude/stats';
import type { MetricInfo } from '../analysis-input';
import type { AdjustedDesign, MetricPrecision } from '../analysis-result';
import { designOfMetric, levelOf, mainTestOf } from '../decision/error-rates';
import { designInflation } from '../designs/design-inflation';
import {
  leastPairUnits,
  powerTargetOf,
  requiredPairUnits,
} from '../required-units';
import type { ComparedSamples } from './compared-samples';
import { LEAST_LEVEL } from './metric-tests';

/** A metric with what is known of its spread; nothing here tells an effect. */
export type PrecisionInput = {
  readonly metric: ExperimentMetric;
  readonly info: MetricInfo;
  readonly samples: ComparedSamples;
  /** Levels of the whole plan. */
  readonly design: AdjustedDesign;
  readonly plan: ExperimentDesign;
};

/** Units against those needed, of control and one variant together. */
export type PairUnits = {
  readonly units: number;
  readonly requiredUnits?: number;
  readonly powered?: boolean;
};

type Rates = {
  readonly alpha: number;
  readonly power: number;
  readonly sides: 1;
};

const ratesOf = ({ metric, design }: PrecisionInput): Rates => ({
  alpha: levelOf(metric, design),
  power: designOfMetric(metric, design).powerPerMetric,
  sides: 1,
});

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

const neededForPower = (input: PrecisionInput): number | undefined => {
  const { metric, info, samples, plan } = input;
  const { control, treatment, baseline } = samples;
  const target = powerTargetOf(metric);
  if (target === undefined) return undefined;
  if (plan.kind === 'fixed-power') {
    const check = fixedPowerCheck({
      ...ratesOf(input),
      control,
      treatment,
      mdeRelative: target,
      baselineMean: baseline,
    });
    return check.ok ? check.value.requiredTotalExact : undefined;
  }
  const required = requiredPairUnits(
    {
      ...metric,
      type:
        samples.unadjusted === undefined || info.type !== 'proportion'
          ? info.type
          : 'average',
      mean: baseline,
      variance: control.variance,
      allocation: [control.n, treatment.n],
    },
    designOfMetric(metric, input.design),
  );
  return required?.ok
    ? required.value * designInflation(plan, ratesOf(input))
    : undefined;
};

const widthOf = (input: PrecisionInput): FixedWidthCheck | undefined => {
  const { plan, samples, metric } = input;
  if (plan.kind !== 'fixed-width') return undefined;
  if (mainTestOf(metric) === 'inferiority') return undefined;
  const check = fixedWidthCheck({
    control: samples.control,
    treatment: samples.treatment,
    baselineMean: samples.baseline,
    widthRelative: plan.widthRelative,
    alpha: ratesOf(input).alpha,
    sides: 1,
  });
  return check.ok ? check.value : undefined;
};

/**
 * How many units of control and a variant a metric has and needs: for its
 * effect or margin with the planned power, times the price of looking, and in
 * a fixed-width design for the width too.
 */
export const pairUnits = (input: PrecisionInput): PairUnits => {
  const { control, treatment } = input.samples;
  const units = control.n + treatment.n;
  const needs = [
    neededForPower(input),
    widthOf(input)?.requiredTotalExact,
  ].filter(need => need !== undefined && Number.isFinite(need));
  const least = leastPairUnits({ allocation: [control.n, treatment.n] });
  const required = needs.reduce<number | undefined>(
    (most, need) => Math.max(most ?? least, need ?? 0),
    undefined,
  );
  return required === undefined
    ? { units }
    : {
        units,
        requiredUnits: Math.ceil(required),
        powered: units >= required,
      };
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
  const width = widthOf(input)?.currentWidthRelative;
  return {
    currentPower: power?.ok === true ? power.value.powerIgnoringFarTail : null,
    poweredEffectRelative:
      detectable?.ok === true ? detectable.value / baseline : null,
    share: requiredUnits === undefined ? null : units / requiredUnits,
    projectedFinishAt: at.projectedFinishAt,
    ...(width === undefined ? {} : { widthRelative: width }),
  };
};
