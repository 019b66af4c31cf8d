import type { ExperimentDesign, ExperimentMetric } from '@etude/lifecycle';
import type { FixedWidthCheck } from '@etude/stats';
import { fixedPowerCheck, fixedWidthCheck } from '@etude/stats';
import type { MetricInfo } from '../analysis-input';
import type { AdjustedDesign } from '../analysis-result';
import { designOfMetric, levelOf, mainTestOf } from '../decision/error-rates';
import { designInflation } from '../designs/design-inflation';
import {
  exactPairUnits,
  leastPairUnits,
  powerTargetOf,
} from '../required-units';
import type { ComparedSamples } from './compared-samples';

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

/** Level and power of the main test of a metric, over all looks. */
export type Rates = {
  readonly alpha: number;
  readonly power: number;
  readonly sides: 1;
};

/** The rates of the main test of a metric. */
export const ratesOf = ({
  metric,
  design,
}: Pick<PrecisionInput, 'metric' | 'design'>): Rates => ({
  alpha: levelOf(metric, design),
  power: designOfMetric(metric, design).powerPerMetric,
  sides: 1,
});

/**
 * Units of control and a variant that the effect or margin of a metric takes
 * with the planned power, by the formula of the design alone: before any
 * minimum, and before the price of looking. Undefined without a target, and
 * where the statistics refuse to size it.
 */
export const exactUnitsForPower = (
  input: PrecisionInput,
): number | undefined => {
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
  const { alpha, power } = ratesOf(input);
  const units = exactPairUnits(
    {
      direction: metric.direction,
      type:
        samples.unadjusted === undefined || info.type !== 'proportion'
          ? info.type
          : 'average',
      mean: baseline,
      variance: control.variance,
      allocation: [control.n, treatment.n],
    },
    {
      test: metric.role === 'success' ? 'superiority' : 'non-inferiority',
      target,
      alpha,
      power,
    },
  );
  return units.ok ? units.value : undefined;
};

const leastUnits = ({ samples }: PrecisionInput): number =>
  leastPairUnits({ allocation: [samples.control.n, samples.treatment.n] });

const neededForPower = (input: PrecisionInput): number | undefined => {
  const exact = exactUnitsForPower(input);
  return exact === undefined
    ? undefined
    : Math.max(exact, leastUnits(input)) *
        designInflation(input.plan, ratesOf(input));
};

/**
 * What the width of a fixed-width design needs of a metric that decides;
 * undefined for other designs and metrics.
 */
export const widthCheck = (
  input: PrecisionInput,
): FixedWidthCheck | undefined => {
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
    widthCheck(input)?.requiredTotalExact,
  ].filter(need => need !== undefined && Number.isFinite(need));
  const least = leastUnits(input);
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
