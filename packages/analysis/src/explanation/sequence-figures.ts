import type { WatchedLevel } from './explained-metric';
import type { ExplainedMetric } from './explained-metric';
import {
  metricFigureId,
  metricFigureTitle,
  watchedLevel,
} from './explained-metric';
import { mainTestOf } from '../decision/error-rates';
import { boundFigures } from './bound-figures';
import type { ShownMetric } from './difference-figures';
import { levelSource } from './difference-figures';
import type { FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';

const NOTE =
  'The interval over all looks is that of the difference at this level.';

// The running p-value is that of the main test.
const alwaysValidSequence = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { explained } = shown;
  const kind = mainTestOf(explained.metric);
  const tested = boundFigures(shown).find(
    ({ id }) => id === metricFigureId(explained, kind),
  );
  const value = explained.result.sequence?.runningP;
  if (tested === undefined || value === undefined) return [];
  const { interval: _interval, ...figure } = tested;
  return [
    {
      ...figure,
      id: metricFigureId(explained, 'sequence'),
      title: metricFigureTitle(explained, 'running p-value'),
      value,
      note: NOTE,
    },
  ];
};

const groupSequence = ({
  explained,
  main,
}: ShownMetric): readonly FigureExplanation[] => {
  const { inputs, steps } = levelDerivation(main);
  return [
    {
      id: metricFigureId(explained, 'sequence'),
      title: metricFigureTitle(explained, 'bound of this look'),
      value: explained.result.sequence?.criticalValue ?? null,
      unit: 'z',
      formula:
        'c solves P(no crossing before, Z ≥ c) = α(t_k) − α(t_{k−1}), t the share of the planned units',
      inputs,
      steps: steps.filter(({ name }) => name !== 'a'),
      source: levelSource(main),
      note: NOTE,
    },
  ];
};

/** Where a sequential test stands; nothing for a test that looks once. */
export const sequenceFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { sequence } = shown.explained.result;
  if (sequence === undefined) return [];
  return sequence.method === 'always-valid'
    ? alwaysValidSequence(shown)
    : groupSequence(shown);
};

/**
 * The watch over a metric: how often it has looked, and the level of this
 * look. It holds no statistic, so it is there while effects are closed.
 */
export const monitorFigures = (
  explained: ExplainedMetric,
): readonly FigureExplanation[] => {
  const { monitor, metric, variant, context } = explained;
  if (monitor === undefined) return [];
  const before = context.history(metric.metricId, variant, 'inferiority').units
    .length;
  const watched: WatchedLevel | undefined =
    monitor.state === 'unknown'
      ? undefined
      : watchedLevel(explained, 'inferiority');
  return [
    {
      id: `monitor/${metric.metricId}/${variant}`,
      title: metricFigureTitle(explained, 'looks of the watch over harm'),
      value: monitor.looks,
      unit: 'count',
      formula:
        'rings when the one-sided test of getting worse passes the level a of a look; looks = looks before + this one',
      ...joined(
        watched === undefined
          ? { inputs: [], steps: [] }
          : levelDerivation(watched),
        {
          inputs: [input('looks_before', before, 'Earlier looks')],
          steps: [
            step(
              'looks',
              monitor.looks === before ? 'looks_before' : 'looks_before + 1',
              monitor.looks,
            ),
          ],
        },
      ),
      source: watched === undefined ? null : levelSource(watched),
      note: monitor.sentence,
    },
  ];
};
