import {
  quantileDifferenceInterval,
  quantileInterval,
  quantileTestFromBounds,
} from '@etude/stats';
import type { BoundedQuantile } from '@etude/stats';
import type { Population } from '../populations/population';
import {
  drawUnits,
  lognormalPopulation,
  normalPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { between, countRate, valueOf } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const Z90 = 1.2815515655446004;

type QuantileCase = {
  readonly population: Population;
  readonly quantile: number;
  readonly truth: number;
  readonly n: number;
  readonly coverage: Claim;
};

const ONE_SAMPLE: readonly QuantileCase[] = [
  {
    population: normalPopulation(0, 1),
    quantile: 0.5,
    truth: 0,
    n: 100,
    coverage: between(0.94, 0.965),
  },
  {
    population: lognormalPopulation(),
    quantile: 0.5,
    truth: 1,
    n: 1_000,
    coverage: between(0.945, 0.957),
  },
  {
    population: lognormalPopulation(),
    quantile: 0.9,
    truth: Math.exp(Z90),
    n: 100,
    coverage: between(0.93, 0.965),
  },
  {
    population: lognormalPopulation(),
    quantile: 0.9,
    truth: Math.exp(Z90),
    n: 1_000,
    coverage: between(0.94, 0.957),
  },
];

const draw = (population: Population, n: number, random: Random): number[] =>
  Array.from(drawUnits(population, n, random));

const oneSampleFigure = (
  { population, quantile, truth, n, coverage }: QuantileCase,
  { random, replications }: StudyContext,
): Figure => ({
  labels: [
    'order statistics, one sample',
    `${population.name}, quantile ${quantile}, ${n.toLocaleString('en')} units`,
  ],
  quantity: 'coverage',
  nominal: 1 - ALPHA,
  observed: countRate(replications(n > 500 ? 2_000 : 10_000), () => {
    const { ci } = valueOf(
      quantileInterval({
        values: draw(population, n, random),
        quantile,
        alpha: ALPHA,
      }),
    );
    return ci[0] <= truth && truth <= ci[1];
  }),
  claim: coverage,
});

type Samples = {
  readonly control: number[];
  readonly treatment: number[];
};

const boundsOf = (values: number[], quantile: number): BoundedQuantile => {
  const { ci } = valueOf(quantileInterval({ values, quantile, alpha: ALPHA }));
  const sorted = values.toSorted((a, b) => a - b);
  const n = values.length;
  return {
    n,
    nBounds: n,
    estimate: sorted[Math.ceil(n * quantile) - 1] ?? Number.NaN,
    lower: ci[0],
    upper: ci[1],
  };
};

const differenceMethods = (
  population: string,
  quantile: number,
): readonly Method<Samples>[] => [
  {
    labels: ['Poisson bootstrap, exact', population],
    judge: samples =>
      quantileDifferenceInterval({ ...samples, quantile, alpha: ALPHA }),
    falsePositives: between(0.03, 0.06),
    coverage: between(0.94, 0.975),
  },
  {
    labels: ['z from bounds', population],
    judge: ({ control, treatment }) =>
      quantileTestFromBounds({
        control: boundsOf(control, quantile),
        treatment: boundsOf(treatment, quantile),
        alternative: 'two-sided',
        alpha: ALPHA,
      }),
    falsePositives: between(0.025, 0.065),
    coverage: between(0.935, 0.975),
  },
];

const differenceFigures = (
  { random, replications }: StudyContext,
  quantile: number,
  truth: number,
): readonly Figure[] => {
  const n = 300;
  const pair = (factor: number): Samples => ({
    control: draw(lognormalPopulation(), n, random),
    treatment: draw(lognormalPopulation(factor), n, random),
  });
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(800),
    withoutEffect: () => pair(1),
    withEffect: () => pair(1.2),
    effect: 0.2 * truth,
    methods: differenceMethods(
      `lognormal(0, 1), quantile ${quantile}, ${n} + ${n} units`,
      quantile,
    ),
  });
};

/** Quantiles of independent units. */
export const quantilesStudy: Study = {
  id: 'quantiles',
  title: 'Quantiles',
  sentence:
    'Intervals at 95 %, effect + 20 %. The intervals need no distribution; because ranks are whole numbers, that of one sample covers 93.6 % at the ninth decile of 100 units and comes to 95 % with more. Known deviation: the exact percentile interval of a difference is conservative at 300 units per variant (3.5 to 4 % instead of 5 %).',
  columns: ['method', 'population'],
  run: context => [
    ...ONE_SAMPLE.map(sample => oneSampleFigure(sample, context)),
    ...differenceFigures(context, 0.5, 1),
    ...differenceFigures(context, 0.9, Math.exp(Z90)),
  ],
};
