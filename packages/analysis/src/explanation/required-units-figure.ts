import { mainTestOf } from '../decision/error-rates';
import { designInflation } from '../designs/design-inflation';
import { exactUnitsForPower, ratesOf, widthCheck } from '../metrics/pair-units';
import { leastPairUnits, powerTargetOf } from '../required-units';
import type { ExplainedMetric } from './explained-metric';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type {
  Derivation,
  ExplainedStep,
  FigureExplanation,
} from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import type { PreciseMetric } from './precision-derivation';
import {
  distanceDerivation,
  precisionInputOf,
  spreadDerivation,
} from './precision-derivation';
import { SOURCES } from './sources';

const NOTHING: Derivation = { inputs: [], steps: [] };

// The rate of an unadjusted yes/no metric tells its variance under the effect.
const hasRateVariance = ({ explained, samples }: PreciseMetric): boolean =>
  explained.info.type === 'proportion' &&
  samples.unadjusted === undefined &&
  explained.context.input.plan.design.kind !== 'fixed-power' &&
  mainTestOf(explained.metric) === 'superiority';

const rateSteps = (
  precise: PreciseMetric,
  units: number,
): readonly ExplainedStep[] => {
  const { explained, samples } = precise;
  if (explained.result.status !== 'estimated') {
    return [
      step(
        'n_power',
        'n · (z_a + z_b)² · (v_C / n_C + v_T / n_T) / (target · p)² with v = p (1 − p) of the control rate p and of p with the effect; p is shown when effects open',
        units,
      ),
    ];
  }
  const isIncrease = explained.metric.direction === 'increase';
  const target = powerTargetOf(explained.metric) ?? Number.NaN;
  const p = samples.baseline;
  const shifted = isIncrease ? p * (1 + target) : p * (1 - target);
  return [
    step(
      'p_T',
      isIncrease ? 'm_0 + target * m_0' : 'm_0 - target * m_0',
      shifted,
    ),
    step(
      'n_power',
      '(n_C + n_T) * ((z_a + z_b) / (target * m_0))^2 * (m_0 * (1 - m_0) / n_C + p_T * (1 - p_T) / n_T)',
      units,
    ),
  ];
};

// A fixed-width design stops on both spreads and is powered with that of the
// control. Together with `r` that one would tell the treatment's.
const powerFormula = ({ explained }: PreciseMetric): string => {
  if (explained.context.input.plan.design.kind !== 'fixed-width') {
    return '(n_C + n_T) * ((z_a + z_b) * r / target)^2';
  }
  return explained.result.status === 'estimated'
    ? '(n_C + n_T) * ((z_a + z_b) / (target * m_0))^2 * (v_C / n_C + v_C / n_T)'
    : 'n · (z_a + z_b)² · (v_C / n_C + v_C / n_T) / (target · m_0)²; mean and spread are shown when effects open';
};

type Need = Derivation & { readonly name?: string };

const powerNeed = (precise: PreciseMetric): Need => {
  const { explained } = precise;
  const target = powerTargetOf(explained.metric);
  if (target === undefined) return NOTHING;
  const precision = precisionInputOf(precise);
  const units = exactUnitsForPower(precision);
  const inflation = designInflation(precision.plan, ratesOf(precision));
  if (units === undefined || !Number.isFinite(units * inflation)) {
    return NOTHING;
  }
  return {
    name: 'max(n_power, n_least) * inflation',
    ...joined(distanceDerivation(precise), {
      inputs: [
        input(
          'target',
          target,
          explained.metric.role === 'success'
            ? 'Effect to find, as a share of the control mean'
            : 'Margin, as a share of the control mean',
        ),
        input(
          'inflation',
          inflation,
          'By how much looking repeatedly needs more units at most',
        ),
      ],
      steps: hasRateVariance(precise)
        ? rateSteps(precise, units)
        : [step('n_power', powerFormula(precise), units)],
    }),
  };
};

const widthNeed = (precise: PreciseMetric): Need => {
  const precision = precisionInputOf(precise);
  const { plan } = precision;
  const check = widthCheck(precision);
  if (plan.kind !== 'fixed-width' || check === undefined) return NOTHING;
  return {
    name: 'n_width',
    inputs: [
      input('width', plan.widthRelative, 'Width wanted, of the control mean'),
      input(
        'alpha_width',
        ratesOf(precision).alpha,
        'One-sided level of the interval',
      ),
    ],
    steps: [
      step(
        'n_width',
        '(n_C + n_T) * (2 * z_upper(alpha_width) * r / width)^2',
        check.requiredTotalExact,
      ),
    ],
  };
};

const sourceOf = ({ context, info }: ExplainedMetric): string => {
  switch (context.input.plan.design.kind) {
    case 'fixed-power':
      return SOURCES.fixedPower;
    case 'fixed-width':
      return SOURCES.fixedWidth;
    case 'group-sequential':
      return `${SOURCES.power}; inflation: ${SOURCES.groupSequential}`;
    case 'always-valid':
      return `${SOURCES.power}; inflation: ${SOURCES.alwaysValid}`;
    default:
      return info.type === 'proportion'
        ? SOURCES.proportionPower
        : SOURCES.power;
  }
};

// An early look of a group sequential test that would have enough units for the
// end, but not for the level it may spend, takes those of the plan.
const needOfLook = (
  { result }: ExplainedMetric,
  formula: string,
): Derivation => {
  const { requiredUnits = Number.NaN, units = 0, sequence, precision } = result;
  const fraction = sequence?.informationFraction ?? 1;
  const isOfPlan =
    sequence?.method === 'group-sequential' &&
    fraction < 1 &&
    result.powered === false &&
    requiredUnits === Math.ceil(units / fraction);
  return isOfPlan
    ? {
        inputs: [
          input('t', fraction, 'Information at this look, of that planned'),
          input(
            'power_now',
            precision?.currentPower ?? Number.NaN,
            'Power of this look, below the planned one',
          ),
        ],
        steps: [step('required', 'ceil((n_C + n_T) / t)', requiredUnits)],
      }
    : { inputs: [], steps: [step('required', formula, requiredUnits)] };
};

/** Units of control and the variant that the metric needs; none, no figure. */
export const requiredUnitsFigures = (
  precise: PreciseMetric,
): readonly FigureExplanation[] => {
  const { explained, samples } = precise;
  const { requiredUnits } = explained.result;
  if (requiredUnits === undefined) return [];
  const needs = [powerNeed(precise), widthNeed(precise)];
  const least = leastPairUnits({
    allocation: [samples.control.n, samples.treatment.n],
  });
  const names = needs.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return [
    {
      id: metricFigureId(explained, 'required-units'),
      title: metricFigureTitle(explained, 'units needed, control and variant'),
      value: requiredUnits,
      unit: 'count',
      formula:
        'n = (z_a + z_b)² · (v_C/p_C + v_T/p_T) / Δ², p the present shares of the units, Δ = target · |m_0|; never below 30 units per variant',
      ...joined(
        spreadDerivation(precise),
        {
          inputs: [],
          steps: [step('n_least', '30 * (n_C + n_T) / min(n_C, n_T)', least)],
        },
        ...needs,
        needOfLook(explained, `ceil(max(n_least, ${names.join(', ')}))`),
      ),
      source: sourceOf(explained),
    },
  ];
};
