import type { Alternative, MeanTest, SampleSummary } from '@etude/stats';
import {
  meanDifferenceTest,
  momentsOf,
  studentTSf,
  summaryOf,
} from '@etude/stats';
import { normalSample } from '../populations/normal-sample';
import type { Population } from '../populations/population';
import {
  drawUnits,
  lognormalPopulation,
  zeroHeavyPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, between, equals } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;

type Samples = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
};

type Claims = { readonly falsePositives: Claim; readonly coverage: Claim };

const bothEqual = (alpha: number): Claims => ({
  falsePositives: equals(alpha),
  coverage: equals(1 - alpha),
});

const within = (low: number, high: number): Claims => ({
  falsePositives: between(low, high),
  coverage: between(1 - high, 1 - low),
});

const shown: Claims = { falsePositives: NO_CLAIM, coverage: NO_CLAIM };

const methodOf = (
  population: string,
  {
    test,
    alternative = 'two-sided',
    claims,
  }: {
    readonly test: MeanTest;
    readonly alternative?: Alternative;
    readonly claims: Claims;
  },
): Method<Samples> => ({
  labels: [
    alternative === 'two-sided' ? test : `${test}, ${alternative}`,
    population,
  ],
  judge: samples =>
    meanDifferenceTest({ ...samples, test, alternative, alpha: ALPHA }),
  ...claims,
});

const normalFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const pair = (
    [nC, sdC]: readonly [number, number],
    [nT, sdT]: readonly [number, number],
    effect: number,
  ): Samples => ({
    control: normalSample(random, nC, { mean: 10, sd: sdC }),
    treatment: normalSample(random, nT, { mean: 10 + effect, sd: sdT }),
  });
  // With equal variances and sizes z and Student's t share their statistic.
  const levelOfZ = (df: number) => 2 * studentTSf(1.959963984540054, df);
  const equal = 'normal, equal spread, 50 + 50 units';
  const unequal = 'normal, sd 1 and 2, 25 + 60 units';
  const large = 'normal, sd 1 and 2, 1,000 + 3,000 units';
  const few = 'normal, equal spread, 5 + 5 units';
  const common = { alpha: ALPHA, replications: replications(40_000) };
  return [
    ...trialFigures<Samples>({
      ...common,
      withoutEffect: () => pair([5, 2], [5, 2], 0),
      withEffect: () => pair([5, 2], [5, 2], 1),
      effect: 1,
      methods: [
        methodOf(few, { test: 'z', claims: bothEqual(levelOfZ(8)) }),
        methodOf(few, { test: 'welch-t', claims: within(0.04, 0.05) }),
        methodOf(few, { test: 'student-t', claims: bothEqual(ALPHA) }),
      ],
    }),
    ...trialFigures<Samples>({
      ...common,
      withoutEffect: () => pair([50, 2], [50, 2], 0),
      withEffect: () => pair([50, 2], [50, 2], 1),
      effect: 1,
      methods: [
        methodOf(equal, { test: 'z', claims: bothEqual(levelOfZ(98)) }),
        methodOf(equal, { test: 'welch-t', claims: within(0.0495, 0.0505) }),
        methodOf(equal, { test: 'student-t', claims: bothEqual(ALPHA) }),
      ],
    }),
    ...trialFigures<Samples>({
      ...common,
      withoutEffect: () => pair([25, 1], [60, 2], 0),
      withEffect: () => pair([25, 1], [60, 2], 1),
      effect: 1,
      methods: [
        methodOf(unequal, { test: 'z', claims: within(0.05, 0.06) }),
        methodOf(unequal, { test: 'welch-t', claims: within(0.049, 0.051) }),
        methodOf(unequal, { test: 'student-t', claims: shown }),
      ],
    }),
    ...trialFigures<Samples>({
      ...common,
      withoutEffect: () => pair([1_000, 1], [3_000, 2], 0),
      withEffect: () => pair([1_000, 1], [3_000, 2], 1),
      effect: 1,
      methods: [methodOf(large, { test: 'z', claims: within(0.0495, 0.0515) })],
    }),
  ];
};

/** A skewed population, how many units, and what the test does there. */
type SkewedCase = {
  readonly populationOf: (factor: number) => Population;
  readonly units: readonly [number, number];
  readonly quick: number;
  readonly tests: readonly {
    readonly test: MeanTest;
    readonly alternative?: Alternative;
    readonly claims: Claims;
  }[];
};

const LIFT = 1.1;

const SKEWED: readonly SkewedCase[] = [
  {
    populationOf: lognormalPopulation,
    units: [50, 50],
    quick: 12_000,
    tests: [
      { test: 'z', claims: within(0.035, 0.065) },
      { test: 'welch-t', claims: within(0.025, 0.065) },
    ],
  },
  {
    populationOf: lognormalPopulation,
    units: [2_000, 2_000],
    quick: 2_500,
    tests: [
      { test: 'z', claims: within(0.045, 0.055) },
      { test: 'welch-t', claims: within(0.045, 0.055) },
    ],
  },
  {
    populationOf: lognormalPopulation,
    units: [1_800, 200],
    quick: 6_000,
    tests: [
      { test: 'z', claims: within(0.045, 0.07) },
      {
        test: 'z',
        alternative: 'larger',
        claims: {
          falsePositives: between(0.02, 0.05),
          coverage: between(0.95, 0.98),
        },
      },
      {
        test: 'z',
        alternative: 'smaller',
        claims: {
          falsePositives: between(0.05, 0.1),
          coverage: between(0.9, 0.95),
        },
      },
    ],
  },
  {
    populationOf: zeroHeavyPopulation,
    units: [2_000, 2_000],
    quick: 2_500,
    tests: [
      { test: 'z', claims: within(0.045, 0.055) },
      { test: 'welch-t', claims: within(0.045, 0.055) },
    ],
  },
];

const sampleOf = (
  population: Population,
  n: number,
  random: Random,
): SampleSummary => summaryOf(momentsOf(drawUnits(population, n, random)));

const skewedFigures = (
  { populationOf, units, quick, tests }: SkewedCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const base = populationOf(1);
  const pair = (factor: number): Samples => ({
    control: sampleOf(base, units[0], random),
    treatment: sampleOf(populationOf(factor), units[1], random),
  });
  const name = `${base.name}, ${units.map(n => n.toLocaleString('en')).join(' + ')} units`;
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(quick),
    withoutEffect: () => pair(1),
    withEffect: () => pair(LIFT),
    effect: (LIFT - 1) * base.mean,
    methods: tests.map(test => methodOf(name, test)),
  });
};

/** The three tests of a difference in means. */
export const meansStudy: Study = {
  id: 'means',
  title: 'Difference in means',
  sentence:
    'Two-sided at 5 % unless named; the effect multiplies skewed values by 1.1. Welch keeps its level with unequal spread, where Student’s t, which assumes equal spread, is far off; z, the default, is exactly as liberal as the normal distribution is short of the t: a third of a point at 50 units per variant, 8.6 % at five; with 2,000 skewed units per variant all are within half a point. Known deviation: with few treated units of a skewed population the two tails are uneven, so that a one-sided test towards harm rejects too often and one towards improvement too rarely.',
  columns: ['test', 'population'],
  run: context => [
    ...normalFigures(context),
    ...SKEWED.flatMap(skewed => skewedFigures(skewed, context)),
  ],
};
