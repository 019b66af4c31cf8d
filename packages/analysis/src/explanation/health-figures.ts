import { EXPOSURE_GAPS_ALPHA } from '@etude/stats';
import type { AnalysisInput, MetricInfo } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { unitsByVariant } from '../health/traffic-counts';
import type {
  CheckExplanation,
  Derivation,
  FigureExplanation,
  FigureUnit,
} from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { preExposureExplanation } from './pre-exposure-figure';
import { sampleRatioExplanation } from './sample-ratio-figure';

type Explain = (
  analysed: AnalysisInput,
  value: number | null,
) => CheckExplanation;

const convention = (
  unit: FigureUnit,
  formula: string,
  derivation: Derivation,
): CheckExplanation => ({ unit, formula, source: null, ...derivation });

const traffic: Explain = (analysed, value) => {
  const units = [...unitsByVariant(analysed.traffic)];
  const names = units.map((_, index) => `n_${index + 1}`);
  return convention('count', 'exposed units, over all variants', {
    inputs: units.map(([variant, count], index) =>
      input(`n_${index + 1}`, count, `Exposed units of ${variant}`),
    ),
    steps:
      value === null ? [] : [step('units', names.join(' + ') || '0', value)],
  });
};

const crossover: Explain = ({ crossoverUnits, totalUnits }, value) =>
  convention('share', 'units seen in more than one variant / all units', {
    inputs: [
      input('crossed', crossoverUnits, 'Units seen in more than one variant'),
      input('units', totalUnits, 'All units'),
    ],
    steps: value === null ? [] : [step('share', 'crossed / units', value)],
  });

const exposureGaps: Explain = (_analysed, value) => ({
  unit: 'p-value',
  formula:
    'the smallest, over days and variants, of the lower hypergeometric tail: the share of the day’s units against that of all days',
  inputs: [
    input(
      'alpha',
      EXPOSURE_GAPS_ALPHA,
      'Error rate over all days and variants',
    ),
  ],
  steps:
    value === null
      ? []
      : [
          step(
            'p',
            "Fisher's exact test of each day and variant against the other days; the smallest",
            value,
          ),
        ],
  source: null,
});

const duplicates: Explain = ({ duplicateExposures, totalUnits }, value) =>
  convention('share', 'repeated exposure rows / all exposure rows', {
    inputs:
      duplicateExposures === undefined
        ? []
        : [
            input(
              'repeated',
              duplicateExposures,
              'Exposure rows beyond the first of a unit in its variant',
            ),
            input('units', totalUnits, 'All units'),
          ],
    steps:
      value === null
        ? []
        : [step('share', 'repeated / (repeated + units)', value)],
  });

const freshness: Explain = ({ dataUntil, now }, value) =>
  convention('hours', 'from the end of the data to this computation', {
    inputs:
      dataUntil === undefined
        ? []
        : [
            input('now', now, 'When this was computed'),
            input('data_until', dataUntil, 'Until when the data is complete'),
          ],
    steps:
      value === null
        ? []
        : [step('hours', 'max(0, (now - data_until) / 3600000)', value)],
  });

const data: Explain = ({ metricInfo, plan }, value) => {
  const planned = new Set(plan.metrics.map(({ metricId }) => metricId));
  const isPlanned = ({ id }: MetricInfo) => planned.has(id);
  return convention('count', 'metrics without a usable result in a variant', {
    inputs: [input('metrics', metricInfo.filter(isPlanned).length, 'Metrics')],
    steps:
      value === null
        ? []
        : [
            step(
              'missing',
              'counted: metrics whose result is a problem',
              value,
            ),
          ],
  });
};

const EXPLAIN: Readonly<Record<HealthCheck['id'], Explain>> = {
  traffic,
  srm: sampleRatioExplanation,
  'pre-exposure': preExposureExplanation,
  crossover,
  'exposure-gaps': exposureGaps,
  duplicates,
  freshness,
  data,
};

const thresholdInputs = ({ threshold }: HealthCheck): Derivation => ({
  inputs:
    threshold === undefined
      ? []
      : [input('threshold', threshold, 'What the figure is compared with')],
  steps: [],
});

/**
 * The figure of every health check. Health is open all the time, and its
 * figures tell nothing of what the treatment does.
 */
export const healthFigures = (
  analysed: AnalysisInput,
  checks: readonly HealthCheck[],
): readonly FigureExplanation[] =>
  checks.map(check => {
    const value = check.figure?.value ?? null;
    const { unit, formula, source, ...derivation } = EXPLAIN[check.id](
      analysed,
      value,
    );
    return {
      id: `health/${check.id}`,
      title:
        check.figure === undefined
          ? check.title
          : `${check.title}: ${check.figure.name}`,
      value,
      unit,
      formula,
      ...joined(thresholdInputs(check), derivation),
      source,
      ...(value === null ? { note: check.sentence } : {}),
    };
  });
