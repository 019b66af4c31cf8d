import type { AnalysisDocument } from './analysis-document';
import { effectCells, meanCell, NONE, problemLines } from './effect-cells';
import * as format from './format-figures';
import { textTable } from './text-table';
import { indented } from './wrapped-text';

type Metric = AnalysisDocument['metrics'][number];
type Test = Metric['tests'][number];

const effectRow = (document: AnalysisDocument, metric: Metric): string[] => [
  metric.name,
  meanCell(document, metric.name, metric.control),
  meanCell(document, metric.name, metric.treatment),
  ...effectCells(metric),
  metric.difference === null ? '' : format.rate(metric.intervalLevel),
  metric.difference === null ? NONE : format.pValue(metric.difference.pValue),
  metric.outcome.replaceAll('-', ' '),
];

/** Estimates of one treatment variant, and what could not be estimated. */
export const effectsText = (
  document: AnalysisDocument,
  variant: string,
): string[] => {
  const metrics = document.metrics.filter(metric => metric.variant === variant);
  const { control } = document.design;
  const header = ['metric', control, variant, 'effect', 'interval', 'level'];
  return [
    `Metrics: ${variant} against ${control}${metrics.some(({ sequence }) => sequence !== null) ? '; intervals hold at all looks together' : ''}`,
    ...indented(
      textTable(
        [
          [...header, 'p', 'outcome'],
          ...metrics.map(metric => effectRow(document, metric)),
        ],
        ['left', 'right', 'right', 'right', 'left', 'right', 'right', 'left'],
      ),
    ),
    ...metrics.flatMap(metric => problemLines(metric)),
  ];
};

const share = (value: number | null): string =>
  value === null ? NONE : format.share(value);

const targetOf = (document: AnalysisDocument, name: string): string => {
  const metric = document.design.metrics.find(one => one.name === name);
  if (metric === undefined) return NONE;
  if (metric.mdeRelative !== null) {
    return `effect ${format.rate(metric.mdeRelative)}`;
  }
  return metric.nimRelative === null
    ? NONE
    : `margin ${format.rate(metric.nimRelative)}`;
};

const precisionRow = (document: AnalysisDocument, metric: Metric): string[] => [
  metric.name,
  `${metric.role}, ${metric.direction}`,
  targetOf(document, metric.name),
  metric.units === null ? NONE : format.count(metric.units),
  metric.requiredUnits === null ? NONE : format.count(metric.requiredUnits),
  share(metric.precision?.currentPower ?? null),
  share(metric.precision?.poweredEffectRelative ?? null),
  ...(document.design.kind === 'fixed-width'
    ? [share(metric.precision?.widthRelative ?? null)]
    : []),
  ...(document.design.clusterColumn === null
    ? []
    : [
        metric.designEffect === null ? NONE : format.plain(metric.designEffect),
      ]),
];

/** Units against those needed, and what they can show. */
export const precisionText = (
  document: AnalysisDocument,
  variant: string,
): string[] => {
  const { levels, clusterColumn, kind } = document.design;
  const metrics = document.metrics.filter(metric => metric.variant === variant);
  return [
    `Precision: ${variant} (power ${format.rate(levels.powerPerMetric)} per metric)`,
    ...indented(
      textTable(
        [
          [
            ...['metric', 'role', 'target'],
            clusterColumn === null ? 'units' : 'clusters',
            ...['needed', 'power', 'finds'],
            ...(kind === 'fixed-width' ? ['width'] : []),
            ...(clusterColumn === null ? [] : ['design effect']),
          ],
          ...metrics.map(metric => precisionRow(document, metric)),
        ],
        [
          ...(['left', 'left', 'left', 'right', 'right', 'right'] as const),
          ...(['right', 'right', 'right'] as const),
        ],
      ),
    ),
  ];
};

// Smaller levels, of early looks, are no percentages that anybody reads.
const LEAST_RATE = 1e-4;

const testCells = (metric: Metric, test: Test): string[] => [
  metric.name,
  test.kind,
  format.absolute(test.nullValue),
  format.absolute(test.statistic),
  format.pValue(test.pValue),
  test.alpha < LEAST_RATE ? format.pValue(test.alpha) : format.rate(test.alpha),
  test.significant ? 'shown' : 'not shown',
];

/** The one-sided tests that the decision is made of. */
export const testsText = (
  document: AnalysisDocument,
  variant: string,
): string[] => [
  `Tests of the decision, one-sided: ${variant}`,
  ...indented(
    textTable(
      [
        ['metric', 'test', 'null', 'z', 'p', 'level', 'result'],
        ...document.metrics
          .filter(metric => metric.variant === variant)
          .flatMap(metric => metric.tests.map(test => testCells(metric, test))),
      ],
      ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    ),
  ),
];
