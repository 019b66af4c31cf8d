import type { MetricResult } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import type { Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { between, countRate } from '../../study';
import type { AnalysedPopulation } from './analysed-populations';
import { ANALYSED } from './analysed-populations';
import { checkedInput } from './checked-input';
import { METRIC_ID } from './variant-draw';

/** Of the decision, and with one metric of its one-sided test. */
const ALPHA = 0.05;
const LIFT = 1.1;

type Range = readonly [low: number, high: number];

// How far level and coverage are known to be from nominal, by population.
type AnalysedCase = {
  readonly falsePositives: Range;
  readonly coverage: Range;
  readonly quick: number;
};

const USUAL: AnalysedCase = {
  falsePositives: [0.042, 0.058],
  coverage: [0.885, 0.915],
  quick: 350,
};

const SUMMARISED: AnalysedCase = { ...USUAL, quick: 1_200 };

// The spread comes from two order statistics and is as rough as they are.
const FROM_BOUNDS: AnalysedCase = {
  ...USUAL,
  falsePositives: [0.035, 0.065],
  coverage: [0.87, 0.93],
};

const CASES: Readonly<Record<string, AnalysedCase>> = {
  'median of values normal': FROM_BOUNDS,
  'quantile 0.9 of values lognormal': FROM_BOUNDS,
  'assigned clusters, 4 + 4 of 20 normal': {
    // Equal clusters: the t-test of their means, exactly.
    falsePositives: [0.0499, 0.0501],
    coverage: [0.8999, 0.9001],
    quick: 3_000,
  },
  'assigned clusters, 50 + 50 of 4 to 60 normal': SUMMARISED,
  'assigned clusters, 50 + 50 of 4 to 60 skewed': SUMMARISED,
};

const isBetter = ({ bound = [] }: MetricResult): boolean =>
  bound.some(({ kind, significant }) => kind === 'superiority' && significant);

const covers = ({ difference }: MetricResult, effect: number): boolean => {
  const [low, high] = difference?.ci ?? [];
  return (low ?? Infinity) <= effect && effect <= (high ?? -Infinity);
};

const resultOf = (
  { info, clustered = false, draw, units }: AnalysedPopulation,
  { random }: StudyContext,
  factor: number,
): MetricResult => {
  const [control, treatment] = [
    draw('0', random, 1),
    draw('1', random, factor),
  ];
  const { metrics } = analyzeExperiment({
    ...checkedInput([1, 1], {
      metrics: [
        {
          metricId: METRIC_ID,
          role: 'success',
          direction: 'increase',
          mdeRelative: LIFT - 1,
        },
      ],
      units: 2 * units,
    }),
    metricInfo: [{ id: METRIC_ID, name: METRIC_ID, ...info }],
    moments: [...control.moments, ...treatment.moments],
    quantiles: [...(control.quantiles ?? []), ...(treatment.quantiles ?? [])],
    clustered,
  });
  const [result] = metrics;
  if (result?.status === 'estimated') return result;
  throw new EtudeError(
    `The analysis has no result for a simulated metric: ${result?.sentence ?? 'there is none'} Change the study, or mend the analysis.`,
    { code: 'ETUDE_CALIBRATION_REFUSED', kind: 'bug' },
  );
};

const figuresOf = (
  population: AnalysedPopulation,
  context: StudyContext,
): readonly Figure[] => {
  const { labels, value } = population;
  const { falsePositives, coverage, quick } = CASES[labels.join(' ')] ?? USUAL;
  const count = context.replications(quick);
  return [
    {
      labels,
      quantity: 'false positives',
      nominal: ALPHA,
      observed: countRate(count, () =>
        isBetter(resultOf(population, context, 1)),
      ),
      claim: between(...falsePositives),
    },
    {
      labels,
      quantity: 'coverage',
      nominal: 1 - 2 * ALPHA,
      observed: countRate(count, () =>
        covers(resultOf(population, context, LIFT), (LIFT - 1) * value),
      ),
      claim: between(...coverage),
    },
  ];
};

/** Every type of metric, from the rows of a warehouse to the result shown. */
export const analysedMetricsStudy: Study = {
  id: 'analysed-metrics',
  title: 'Metrics of every type through the analysis',
  sentence:
    'From the rows that a warehouse gives to what the results page shows, for the one success metric of an ended experiment: how often its one-sided superiority test at 5 % finds an effect where there is none, and how often the interval shown (two-sided at 90 %, whose relevant end is the bound of that test) holds an effect of + 10 %. 500 units a variant, 300 users where values are events of users. Known deviation: the error of a quantile is taken from two order statistics, which leaves its interval up to two or three points off.',
  columns: ['metric', 'population'],
  run: context =>
    ANALYSED.flatMap(population => figuresOf(population, context)),
};
