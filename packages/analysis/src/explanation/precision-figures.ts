import { ratesOf } from '../metrics/pair-units';
import { powerTargetOf } from '../required-units';
import type { ExplainedMetric } from './explained-metric';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import type { PreciseMetric } from './precision-derivation';
import {
  levelName,
  precisionInputOf,
  precisionLevel,
  spreadDerivation,
} from './precision-derivation';
import { plannedFigures } from './planned-figures';
import { requiredUnitsFigures } from './required-units-figure';
import { SOURCES } from './sources';

const currentPower = (precise: PreciseMetric): readonly FigureExplanation[] => {
  const { explained } = precise;
  const power = explained.result.precision?.currentPower;
  const target = powerTargetOf(explained.metric);
  if (power === undefined || power === null || target === undefined) return [];
  const { nominal, ...level } = precisionLevel(explained);
  return [
    {
      id: metricFigureId(explained, 'current-power'),
      title: metricFigureTitle(explained, 'power with the units of today'),
      value: power,
      unit: 'probability',
      formula: 'power = Φ(Δ / se − z_a), Δ the effect or margin of the plan',
      ...joined(spreadDerivation(precise), level, {
        inputs: [
          input('target', target, 'Effect or margin over the control mean'),
        ],
        steps: [
          step('P', `Phi(target / r - z_upper(${levelName(nominal)}))`, power),
        ],
      }),
      source: SOURCES.power,
      note: 'For the effect that was planned; the observed one does not enter.',
    },
  ];
};

const detectable = (precise: PreciseMetric): readonly FigureExplanation[] => {
  const { explained } = precise;
  const effect = explained.result.precision?.poweredEffectRelative;
  if (effect === undefined || effect === null) return [];
  const { nominal, ...level } = precisionLevel(explained);
  return [
    {
      id: metricFigureId(explained, 'powered-effect'),
      title: metricFigureTitle(explained, 'smallest effect found today'),
      value: effect,
      unit: 'share',
      formula: '(z_a + z_b) · se / |m_0|',
      ...joined(spreadDerivation(precise), level, {
        inputs: [
          input(
            'power',
            ratesOf(precisionInputOf(precise)).power,
            'Power of the test',
          ),
        ],
        steps: [
          step(
            'E',
            `(z_upper(${levelName(nominal)}) + z_upper(1 - power)) * r`,
            effect,
          ),
        ],
      }),
      source: SOURCES.power,
    },
  ];
};

const width = (precise: PreciseMetric): readonly FigureExplanation[] => {
  const { explained } = precise;
  const relative = explained.result.precision?.widthRelative;
  if (relative === undefined) return [];
  return [
    {
      id: metricFigureId(explained, 'width'),
      title: metricFigureTitle(explained, 'width of the interval'),
      value: relative,
      unit: 'share',
      formula: '2 · z_a · se / |m_0|',
      ...joined(spreadDerivation(precise), {
        inputs: [
          input(
            'alpha',
            ratesOf(precisionInputOf(precise)).alpha,
            'One-sided level of the interval',
          ),
        ],
        steps: [step('W', '2 * z_upper(alpha) * r', relative)],
      }),
      source: SOURCES.fixedWidth,
    },
  ];
};

/**
 * Units needed, what was planned, power, detectable effect and width: told by
 * counts and spreads, so they are there while effects are closed.
 */
export const precisionFigures = (
  explained: ExplainedMetric,
): readonly FigureExplanation[] => {
  if (!explained.samples.ok || explained.result.status === 'problem') return [];
  const precise = { explained, samples: explained.samples.value };
  return [
    ...requiredUnitsFigures(precise),
    ...plannedFigures(explained),
    ...currentPower(precise),
    ...detectable(precise),
    ...width(precise),
  ];
};
