import type { CapRule } from '@etude/stats';
import {
  meanDifferenceTest,
  momentsOf,
  normalCdf,
  summaryOf,
  winsorize,
} from '@etude/stats';
import type { Population } from '../populations/population';
import {
  drawUnits,
  lognormalPopulation,
  zeroHeavyPopulation,
} from '../populations/population';
import type { Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { averageOf, between, valueOf } from '../study';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const LIFT = 1.1;

type Samples = {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
};

type PercentileRule = Extract<CapRule, { readonly kind: 'percentile' }>;

type CappingCase = {
  readonly populationOf: (factor: number) => Population;
  /** Share of units whose value is lognormal, not 0. */
  readonly positive: number;
  readonly units: readonly [number, number];
  readonly rule: PercentileRule;
  readonly quick: number;
  readonly falsePositives: readonly [low: number, high: number];
  /** Standard error with the cap over that without: the population's. */
  readonly precision: readonly [low: number, high: number];
};

const percentile = (
  share: number,
  zeros: 'count' | 'ignore' = 'count',
): PercentileRule => ({ kind: 'percentile', percentile: share, zeros });

const CASES: readonly CappingCase[] = [
  {
    populationOf: lognormalPopulation,
    positive: 1,
    units: [1_000, 1_000],
    rule: percentile(0.99),
    quick: 1_500,
    falsePositives: [0.044, 0.056],
    precision: [0.7, 0.9],
  },
  {
    populationOf: lognormalPopulation,
    positive: 1,
    units: [1_800, 200],
    rule: percentile(0.95),
    quick: 1_200,
    falsePositives: [0.044, 0.06],
    precision: [0.6, 0.8],
  },
  {
    populationOf: zeroHeavyPopulation,
    positive: 0.1,
    units: [1_000, 1_000],
    rule: percentile(0.99),
    quick: 1_500,
    falsePositives: [0.044, 0.056],
    precision: [0.6, 0.85],
  },
  {
    populationOf: zeroHeavyPopulation,
    positive: 0.1,
    units: [1_000, 1_000],
    rule: percentile(0.99, 'ignore'),
    quick: 1_500,
    falsePositives: [0.044, 0.056],
    precision: [0.75, 0.95],
  },
];

// Share of lognormal(0, 1) values times `factor` below `cap`.
const shareBelow = (cap: number, factor: number): number =>
  normalCdf(Math.log(cap / factor));

/** The population's cap: a percentile of both variants pooled. */
const trueCap = ({ positive, units, rule }: CappingCase): number => {
  const treated = units[1] / (units[0] + units[1]);
  const share =
    rule.zeros === 'ignore'
      ? rule.percentile
      : 1 - (1 - rule.percentile) / positive;
  let [low, high] = [1e-3, 1e3];
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    const below =
      (1 - treated) * shareBelow(middle, 1) +
      treated * shareBelow(middle, LIFT);
    if (below < share) low = middle;
    else high = middle;
  }
  return low;
};

// E min(kX, c) of a lognormal(0, 1) X.
const cappedMean = (cap: number, factor: number): number => {
  const log = Math.log(cap / factor);
  return (
    factor * Math.exp(0.5) * normalCdf(log - 1) + cap * (1 - normalCdf(log))
  );
};

const trueEffect = (capping: CappingCase): number => {
  const cap = trueCap(capping);
  return capping.positive * (cappedMean(cap, LIFT) - cappedMean(cap, 1));
};

const summaryOfValues = (values: readonly number[] = []) =>
  summaryOf(momentsOf(values));

const testOf = ([control, treatment]: readonly (readonly number[])[]) =>
  meanDifferenceTest({
    control: summaryOfValues(control),
    treatment: summaryOfValues(treatment),
    alternative: 'two-sided',
    alpha: ALPHA,
  });

const cappedTest = ({ control, treatment }: Samples, rule: CapRule) => {
  const capped = winsorize([control, treatment], rule);
  return capped.ok ? testOf(capped.value.variants) : capped;
};

const labelsOf = ({ populationOf, units, rule }: CappingCase) => [
  `percentile ${rule.percentile} of ${rule.zeros === 'ignore' ? 'values other than 0' : 'all values'}`,
  `${populationOf(1).name}, ${units.map(n => n.toLocaleString('en')).join(' + ')} units`,
];

const figuresOf = (
  capping: CappingCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const { populationOf, units, rule } = capping;
  const draw = (factor: number, n: number) =>
    Array.from(drawUnits(populationOf(factor), n, random));
  const pair = (factor: number): Samples => ({
    control: draw(1, units[0]),
    treatment: draw(factor, units[1]),
  });
  const count = replications(capping.quick);
  const labels = labelsOf(capping);
  const [low, high] = capping.falsePositives;
  const gains = Float64Array.from({ length: Math.ceil(count / 20) }, () => {
    const samples = pair(1);
    const plain = valueOf(testOf([samples.control, samples.treatment]));
    return valueOf(cappedTest(samples, rule)).stdErr / plain.stdErr;
  });
  return [
    ...trialFigures<Samples>({
      alpha: ALPHA,
      replications: count,
      withoutEffect: () => pair(1),
      withEffect: () => pair(LIFT),
      effect: trueEffect(capping),
      methods: [
        {
          labels,
          judge: samples => cappedTest(samples, rule),
          falsePositives: between(low, high),
          coverage: between(1 - high, 1 - low),
        },
      ],
    }),
    {
      labels,
      quantity: 'standard error / that without a cap',
      nominal: null,
      observed: averageOf(gains),
      claim: between(...capping.precision),
    },
  ];
};

/** Capping at a percentile of all variants pooled. */
export const cappingStudy: Study = {
  id: 'capping',
  title: 'Capping',
  sentence:
    'Two-sided z at 5 % on values capped at a percentile of both variants pooled; the effect, + 10 % of every value, is that of the capped metric, at the population’s cap. The cap found in the sample changes neither level nor coverage, and with one unit in ten treated capping at the 95th percentile keeps the level that the mean misses there. What is lost: the effect of a capped metric is smaller than that of the metric.',
  columns: ['cap', 'population'],
  run: context => CASES.flatMap(capping => figuresOf(capping, context)),
};
