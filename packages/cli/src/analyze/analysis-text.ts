import type { AnalysisDocument } from './analysis-document';
import * as format from './format-figures';
import { textTable } from './text-table';

type Metric = AnalysisDocument['metrics'][number];
type Test = Metric['tests'][number];

const NONE = '–';

const indented = (lines: readonly string[]): string[] =>
  lines.map(line => `  ${line}`);

const typeOf = (document: AnalysisDocument, name: string) =>
  document.design.metrics.find(metric => metric.name === name)?.type ??
  'average';

const header = ({ file, units, design }: AnalysisDocument): string[] => [
  `${file.name}: ${format.count(units)} units in ${design.variants.length} variants`,
  ...indented(
    textTable(
      design.variants.map(variant => [
        variant.name,
        variant.name === design.control ? 'control' : '',
        `${format.count(variant.units)} units`,
        `planned ${format.rate(variant.plannedShare)}`,
      ]),
      ['left', 'left', 'right', 'left'],
    ),
  ),
];

const health = (document: AnalysisDocument): string[] => [
  'Health',
  ...document.health.flatMap(({ state, title, sentence, nextStep }) => [
    `  ${state.padEnd(7)}  ${title}: ${sentence}`,
    ...(nextStep === null ? [] : [`           ${nextStep}`]),
  ]),
];

const interval = (
  [from, to]: readonly [number | null, number | null],
  show: (value: number) => string,
): string =>
  `${from === null ? '−∞' : show(from)} to ${to === null ? '∞' : show(to)}`;

const effectCells = ({ lift, difference, intervalLevel }: Metric): string[] => {
  if (difference === null) return [NONE, NONE];
  const level = format.rate(intervalLevel);
  return lift === null
    ? [
        format.absolute(difference.estimate),
        `${interval(difference.interval, format.absolute)} (${level})`,
      ]
    : [
        format.relative(lift.estimate),
        `${interval(lift.interval, format.relative)} (${level})`,
      ];
};

const metricCells = (document: AnalysisDocument, metric: Metric): string[] => {
  const type = typeOf(document, metric.name);
  const { control, treatment, difference, units, requiredUnits } = metric;
  return [
    metric.name,
    `${metric.role}, ${metric.direction}`,
    control === null ? NONE : format.mean(control.mean, type),
    treatment === null ? NONE : format.mean(treatment.mean, type),
    ...effectCells(metric),
    difference === null ? NONE : format.pValue(difference.pValue),
    units === null ? NONE : format.count(units),
    requiredUnits === null ? NONE : format.count(requiredUnits),
    metric.outcome.replaceAll('-', ' '),
  ];
};

const testCells = (metric: Metric, test: Test): string[] => [
  metric.name,
  test.kind,
  format.absolute(test.nullValue),
  format.absolute(test.statistic),
  format.pValue(test.pValue),
  format.rate(test.alpha),
  test.significant ? 'shown' : 'not shown',
];

const metricTables = (
  document: AnalysisDocument,
  variant: string,
): string[] => {
  const metrics = document.metrics.filter(metric => metric.variant === variant);
  const { control, levels } = document.design;
  const problems = metrics.flatMap(({ problem }) =>
    problem === null ? [] : [problem.message],
  );
  return [
    `Metrics: ${variant} against ${control}`,
    ...indented(
      textTable(
        [
          [
            'metric',
            'role',
            control,
            variant,
            'effect',
            'interval',
            'p, two-sided',
            'units',
            'needed',
            'outcome',
          ],
          ...metrics.map(metric => metricCells(document, metric)),
        ],
        [
          'left',
          'left',
          'right',
          'right',
          'right',
          'left',
          'right',
          'right',
          'right',
          'left',
        ],
      ),
    ),
    ...indented(problems),
    '',
    `Tests of the decision, one-sided: ${variant} (power ${format.rate(levels.powerPerMetric)} per metric)`,
    ...indented(
      textTable(
        [
          ['metric', 'test', 'null', 'z', 'p', 'level', 'result'],
          ...metrics.flatMap(metric =>
            metric.tests.map(test => testCells(metric, test)),
          ),
        ],
        ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
      ),
    ),
  ];
};

const conditionWord = (holds: boolean | null): string => {
  if (holds === null) return 'open';
  return holds ? 'holds' : 'fails';
};

const recommendation = (
  document: AnalysisDocument,
  variant: string,
): string[] =>
  document.recommendations
    .filter(candidate => candidate.variant === variant)
    .flatMap(({ action, sentence, conditions }) => [
      `Recommendation: ${action}`,
      `  ${sentence}`,
      ...conditions.map(
        condition =>
          `  ${conditionWord(condition.holds).padEnd(5)}  ${condition.sentence}`,
      ),
    ]);

const verdict = ({ verdict: found }: AnalysisDocument): string[] => {
  if (found === null) return [];
  const reason = found.reason === null ? '' : ` (${found.reason})`;
  return [
    `Verdict: ${found.class.replaceAll('-', ' ')}${reason}`,
    `  ${found.sentence}`,
    ...(found.prevention === null ? [] : [`  ${found.prevention}`]),
  ];
};

/** The analysis for people, in the order in which it is judged. */
export const analysisText = (document: AnalysisDocument): string => {
  const treatments = document.recommendations.map(({ variant }) => variant);
  return [
    header(document),
    health(document),
    ...treatments.flatMap(variant => [
      metricTables(document, variant),
      recommendation(document, variant),
    ]),
    verdict(document),
  ]
    .map(section => section.join('\n'))
    .join('\n\n');
};
