import type { CovariateColumns } from '@etude/stats';
import {
  linRegressionTest,
  regressionAdjustedTest,
  studentTSf,
  vectorMomentsOf,
} from '@etude/stats';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { between } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const Z = 1.959963984540054;

type Samples = {
  readonly control: CovariateColumns;
  readonly treatment: CovariateColumns;
};

/** Draws the outcome of one unit, then its covariates. */
type UnitDraw = (random: Random, isTreated: boolean) => readonly number[];

const settings = { alternative: 'two-sided' as const, alpha: ALPHA };

const linear =
  (shift: number, slope = 0.8): UnitDraw =>
  ({ normal }, isTreated) => {
    const x = normal();
    const own = isTreated ? slope : 0.8;
    return [own * x + 0.6 * normal() + (isTreated ? shift : 0), x];
  };

// Outcome and past of one user, lognormal with correlated logarithms; the
// last covariate is the double of the first and has to be dropped.
const lognormal =
  (factor: number): UnitDraw =>
  ({ normal }, isTreated) => {
    const z = normal();
    const past = Math.exp(z);
    const visits = Math.exp(0.3 * z + 0.5 * normal());
    const outcome = Math.exp(0.8 * z + 0.6 * normal());
    return [isTreated ? factor * outcome : outcome, past, visits, 2 * past];
  };

const drawColumns = (
  unit: UnitDraw,
  n: number,
  from: { readonly random: Random; readonly isTreated: boolean },
): CovariateColumns => {
  const rows = Array.from({ length: n }, () =>
    unit(from.random, from.isTreated),
  );
  const columnOf = (c: number) => rows.map(row => row[c] ?? Number.NaN);
  const [first = []] = rows;
  return {
    y: columnOf(0),
    covariates: first.slice(1).map((_, c) => columnOf(c + 1)),
  };
};

const momentsOfColumns = ({ y, covariates }: CovariateColumns) =>
  vectorMomentsOf([y, ...covariates]);

type Range = readonly [low: number, high: number];

type Claims = { readonly falsePositives: Claim; readonly coverage: Claim };

const within = ([low, high]: Range): Claims => ({
  falsePositives: between(low, high),
  coverage: between(1 - high, 1 - low),
});

const lin = (
  name: string,
  test: 'z' | 't',
  claims: Claims,
): Method<Samples> => ({
  labels: [`HC2, ${test}`, name],
  judge: samples => linRegressionTest({ ...samples, ...settings, test }),
  ...claims,
});

const fromMoments = (name: string, claims: Claims): Method<Samples> => ({
  labels: ['full regression from moments, z', name],
  judge: ({ control, treatment }) =>
    regressionAdjustedTest({
      ...settings,
      control: momentsOfColumns(control),
      treatment: momentsOfColumns(treatment),
    }),
  ...claims,
});

type LinCase = {
  readonly units: readonly [number, number];
  readonly quick: number;
  readonly effect: number;
  readonly withoutEffect: UnitDraw;
  readonly withEffect: UnitDraw;
  readonly methods: readonly Method<Samples>[];
};

const FEW = 'normal, correlation 0.8, 10 + 10 units';
const SLOPES = 'normal, slope 0.8, when treated 1.8, 450 + 50 units';
const SKEWED = 'lognormal, 3 covariates, one redundant, 300 + 300 units';
// With normal errors the statistic is nearly a t with 16 degrees of freedom.
const LEVEL_OF_Z = 2 * studentTSf(Z, 16);

const CASES: readonly LinCase[] = [
  {
    units: [10, 10],
    quick: 15_000,
    effect: 0.3,
    withoutEffect: linear(0),
    withEffect: linear(0.3),
    methods: [
      lin(FEW, 'z', within([LEVEL_OF_Z - 0.004, LEVEL_OF_Z + 0.01])),
      lin(FEW, 't', within([0.045, 0.06])),
    ],
  },
  {
    units: [450, 50],
    quick: 1_500,
    effect: 0.3,
    withoutEffect: linear(0),
    withEffect: linear(0.3, 1.8),
    methods: [
      lin(SLOPES, 't', {
        falsePositives: between(0.045, 0.065),
        // se² = 0.36/450 + 0.36/50, and the pooled mean adds (1.8 − 0.8)²/500:
        // 2 Φ(1.96 √(0.008/0.01)) − 1 = 0.9204.
        coverage: between(0.905, 0.93),
      }),
      fromMoments(SLOPES, within([0.045, 0.065])),
    ],
  },
  {
    units: [300, 300],
    quick: 1_000,
    effect: 0.1 * Math.exp(0.5),
    withoutEffect: lognormal(1),
    withEffect: lognormal(1.1),
    methods: [
      lin(SKEWED, 'z', within([0.04, 0.065])),
      lin(SKEWED, 't', within([0.04, 0.065])),
    ],
  },
];

const figuresOf = (
  { units, quick, effect, withoutEffect, withEffect, methods }: LinCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const pair = (unit: UnitDraw): Samples => ({
    control: drawColumns(unit, units[0], { random, isTreated: false }),
    treatment: drawColumns(unit, units[1], { random, isTreated: true }),
  });
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(quick),
    withoutEffect: () => pair(withoutEffect),
    withEffect: () => pair(withEffect),
    effect,
    methods,
  });
};

/** The interacted regression from unit values. */
export const linRegressionStudy: Study = {
  id: 'lin-regression',
  title: 'Interacted regression from unit values',
  sentence:
    'Two-sided at 5 %, HC2 errors. With 10 units a variant t is within a point of its level, where z is as liberal as the normal distribution is short of the t; a redundant covariate is dropped. Known deviation: the pooled mean of a covariate counts as fixed, so that with very different slopes an interval at 95 % covers the effect in the units at hand, but that in the population in 91 to 92 % of the case shown; the full regression from moments counts that noise.',
  columns: ['method', 'population'],
  run: context => CASES.flatMap(regression => figuresOf(regression, context)),
};
