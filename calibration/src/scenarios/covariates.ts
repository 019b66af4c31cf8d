import type { PairMoments } from '@etude/stats';
import { cupedTest, pairMomentsOf, regressionAdjustedTest } from '@etude/stats';
import type { Random } from '../random/random';
import type { Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { averageOf, between, valueOf } from '../study';
import { severalCovariatesFigures } from './several-covariates';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;

type Samples = {
  readonly control: PairMoments;
  readonly treatment: PairMoments;
};

/** Draws covariate and outcome of one unit, the outcome with its effect. */
type UnitDraw = (
  random: Random,
  isTreated: boolean,
) => readonly [covariate: number, outcome: number];

type CovariateCase = {
  readonly name: string;
  readonly units: readonly [number, number];
  readonly quick: number;
  /** Share of the outcome's variance that the covariate explains. */
  readonly explained: number;
  readonly effect: number;
  readonly withoutEffect: UnitDraw;
  readonly withEffect: UnitDraw;
  /** How far rates may be from 5 %. */
  readonly tolerance: readonly [low: number, high: number];
};

const linear =
  (shift: number, slope = 0.8): UnitDraw =>
  ({ normal }, isTreated) => {
    const x = normal();
    const own = isTreated ? slope : 0.8;
    return [x, own * x + 0.6 * normal() + (isTreated ? shift : 0)];
  };

// Covariate and outcome of one user are lognormal with correlated logarithms.
const lognormal =
  (factor: number): UnitDraw =>
  ({ normal }, isTreated) => {
    const z = normal();
    const outcome = Math.exp(0.8 * z + 0.6 * normal());
    return [Math.exp(z), isTreated ? factor * outcome : outcome];
  };

const CASES: readonly CovariateCase[] = [
  {
    name: 'normal, correlation 0.8, 100 + 100 units',
    units: [100, 100],
    quick: 20_000,
    explained: 0.64,
    effect: 0.3,
    withoutEffect: linear(0),
    withEffect: linear(0.3),
    tolerance: [0.048, 0.056],
  },
  {
    name: 'normal, other slope when treated, 900 + 100 units',
    units: [900, 100],
    quick: 3_000,
    explained: 0.64,
    effect: 0.3,
    withoutEffect: linear(0),
    withEffect: linear(0.3, 1.2),
    tolerance: [0.045, 0.065],
  },
  {
    name: 'lognormal, correlated logarithms 0.8, 1,000 + 1,000 units',
    units: [1_000, 1_000],
    quick: 1_500,
    // ((e^0.8 − 1)/(e − 1))²
    explained: (Math.expm1(0.8) / Math.expm1(1)) ** 2,
    effect: 0.1 * Math.exp(0.5),
    withoutEffect: lognormal(1),
    withEffect: lognormal(1.1),
    tolerance: [0.04, 0.06],
  },
];

const drawPairs = (
  unit: UnitDraw,
  n: number,
  from: { readonly random: Random; readonly isTreated: boolean },
): PairMoments => {
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const drawn = unit(from.random, from.isTreated);
    x[i] = drawn[0];
    y[i] = drawn[1];
  }
  return pairMomentsOf({ x, y });
};

const methodsOf = ({
  name,
  tolerance: [low, high],
}: CovariateCase): readonly Method<Samples>[] => {
  const claims = {
    falsePositives: between(low, high),
    coverage: between(1 - high, 1 - low),
  };
  const settings = { alternative: 'two-sided' as const, alpha: ALPHA };
  return [
    {
      labels: ['CUPED, pooled slope', name],
      judge: samples => cupedTest({ ...samples, ...settings }),
      ...claims,
    },
    {
      labels: ['full regression', name],
      judge: samples => regressionAdjustedTest({ ...samples, ...settings }),
      ...claims,
    },
  ];
};

const figuresOf = (
  covariate: CovariateCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const [nC, nT] = covariate.units;
  const pair = (unit: UnitDraw): Samples => ({
    control: drawPairs(unit, nC, { random, isTreated: false }),
    treatment: drawPairs(unit, nT, { random, isTreated: true }),
  });
  const count = replications(covariate.quick);
  const reductions = Float64Array.from(
    { length: Math.ceil(count / 20) },
    () =>
      valueOf(
        cupedTest({
          ...pair(covariate.withoutEffect),
          alternative: 'two-sided',
          alpha: ALPHA,
        }),
      ).varianceReduction,
  );
  return [
    ...trialFigures<Samples>({
      alpha: ALPHA,
      replications: count,
      withoutEffect: () => pair(covariate.withoutEffect),
      withEffect: () => pair(covariate.withEffect),
      effect: covariate.effect,
      methods: methodsOf(covariate),
    }),
    {
      labels: ['CUPED, pooled slope', covariate.name],
      quantity: 'variance reduction',
      nominal: covariate.explained,
      observed: averageOf(reductions),
      claim: between(covariate.explained - 0.02, covariate.explained + 0.04),
    },
  ];
};

/** Variance reduction with covariates from before exposure. */
export const covariatesStudy: Study = {
  id: 'covariates',
  title: 'CUPED and regression adjustment',
  sentence:
    'Two-sided at 5 %. Both adjustments keep the level, with one covariate or several (a redundant one is dropped) and for ratios, and remove the share of the variance that the covariate explains. Known deviation: at 100 units a variant both are liberal by less than a point, as every z-test is there.',
  columns: ['method', 'population'],
  run: context => [
    ...CASES.flatMap(covariate => figuresOf(covariate, context)),
    ...severalCovariatesFigures(context),
  ],
};
