import { normalUpperQuantile, varianceOfMean } from '@etude/stats';
import { levelOf, mainTestOf } from '../decision/error-rates';
import { isSequential } from '../designs/is-sequential';
import { LEAST_LEVEL } from '../metrics/shown-difference';
import type { ComparedSamples } from '../metrics/compared-samples';
import type { PrecisionInput } from '../metrics/pair-units';
import { ratesOf } from '../metrics/pair-units';
import type { ExplainedMetric } from './explained-metric';
import { watchedLevel } from './explained-metric';
import type { Derivation } from './figure-explanation';
import { input, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';

/** A metric whose precision is known; its effect may be closed. */
export type PreciseMetric = {
  readonly explained: ExplainedMetric;
  readonly samples: ComparedSamples;
};

/** What the units and the precision of a metric are computed from. */
export const precisionInputOf = ({
  explained: { metric, info, context },
  samples,
}: PreciseMetric): PrecisionInput => ({
  metric,
  info,
  samples,
  design: context.design,
  plan: context.input.plan.design,
});

/** True for designs that stop on the spread of both variants. */
export const usesBothSpreads = ({ context }: ExplainedMetric): boolean => {
  const { kind } = context.input.plan.design;
  return kind === 'fixed-power' || kind === 'fixed-width';
};

const relativeStdErr = ({ explained, samples }: PreciseMetric): number => {
  const { control, treatment, baseline } = samples;
  const spread = usesBothSpreads(explained)
    ? treatment
    : { ...treatment, variance: control.variance };
  return (
    Math.sqrt(varianceOfMean(control) + varianceOfMean(spread)) /
    Math.abs(baseline)
  );
};

/**
 * To `r`, the standard error of the difference as a share of the control
 * mean. While effects are closed it is an input: power and the detectable
 * effect, which are shown, tell it, and it tells no mean.
 */
export const spreadDerivation = (precise: PreciseMetric): Derivation => {
  const { explained, samples } = precise;
  const { control, treatment, baseline } = samples;
  const isBoth = usesBothSpreads(explained);
  const r = relativeStdErr(precise);
  const counts = [
    input(
      'n_C',
      control.n,
      `Units of ${explained.context.input.plan.controlVariant}`,
    ),
    input('n_T', treatment.n, `Units of ${explained.variant}`),
  ];
  if (explained.result.status !== 'estimated') {
    return {
      inputs: [
        ...counts,
        input(
          'r',
          r,
          `Standard error of the difference over the control mean, with the spread of ${isBoth ? 'both variants' : 'the control in both'}; mean and spread are shown when effects open`,
        ),
      ],
      steps: [],
    };
  }
  const meaning = isBoth
    ? `Variance of one unit of ${explained.variant}`
    : 'Variance assumed in the treatment: that of the control, as in the plan';
  return {
    inputs: [
      ...counts,
      input('v_C', control.variance, 'Variance of one unit of the control'),
      input('v_T', isBoth ? treatment.variance : control.variance, meaning),
      input('m_0', baseline, 'Control mean without adjustment'),
    ],
    steps: [step('r', 'sqrt(v_C / n_C + v_T / n_T) / abs(m_0)', r)],
  };
};

/** The level `a` at which power is judged today. */
export const precisionLevel = (
  explained: ExplainedMetric,
): Derivation & { readonly nominal: number } => {
  const { metric, context, result } = explained;
  const watched = watchedLevel(explained, mainTestOf(metric));
  // A sequential design makes no look before it has its least data.
  if (
    watched === undefined ||
    (isSequential(context.input.plan.design) && result.status !== 'estimated')
  ) {
    const nominal = levelOf(metric, context.design);
    return {
      inputs: [input('a', nominal, 'One-sided level of the test')],
      steps: [],
      nominal,
    };
  }
  return { ...levelDerivation(watched), nominal: watched.level.nominal };
};

/** How a formula calls the level of a look that is never taken for 0. */
export const levelName = (nominal: number): string =>
  nominal < LEAST_LEVEL ? `max(a, ${LEAST_LEVEL})` : 'a';

/** `z_a + z_b` of the whole test, as inputs and steps. */
export const distanceDerivation = (precise: PreciseMetric): Derivation => {
  const { alpha, power } = ratesOf(precisionInputOf(precise));
  return {
    inputs: [
      input('alpha', alpha, 'One-sided level of the test'),
      input('power', power, 'Power of the test'),
    ],
    steps: [
      step('z_a', 'z_upper(alpha)', normalUpperQuantile(alpha)),
      step('z_b', 'z_upper(1 - power)', normalUpperQuantile(1 - power)),
    ],
  };
};
