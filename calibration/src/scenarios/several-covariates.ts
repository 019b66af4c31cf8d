import type { VectorMoments } from '@etude/stats';
import {
  cupedTest,
  ratioCupedTest,
  ratioMetricTest,
  pairMomentsAt,
  regressionAdjustedTest,
  vectorMomentsOf,
} from '@etude/stats';
import { poissonSampler } from '../random/discrete';
import type { Random } from '../random/random';
import type { Figure } from '../report/figure';
import type { StudyContext } from '../study';
import { between } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const LIFT = 1.1;

type Samples = {
  readonly control: VectorMoments;
  readonly treatment: VectorMoments;
};

const settings = { alternative: 'two-sided' as const, alpha: ALPHA };

/** Draws the columns of one unit, the metric first. */
export type VectorDraw = (random: Random, factor: number) => readonly number[];

/** Moments of the columns of `n` units. */
export const drawVectors = (
  unit: VectorDraw,
  n: number,
  from: { readonly random: Random; readonly factor: number },
): VectorMoments => {
  const columns: Float64Array[] = [];
  for (let i = 0; i < n; i += 1) {
    unit(from.random, from.factor).forEach((value, c) => {
      const column = (columns[c] ??= new Float64Array(n));
      column[i] = value;
    });
  }
  return vectorMomentsOf(columns);
};

/**
 * Spend, of which the past spend and past visits tell a part; the third
 * covariate is the sum of the others and has to be dropped.
 */
export const spend: VectorDraw = ({ normal, uniform }, factor) => {
  const pastSpend = Math.exp(0.7 * normal());
  const pastVisits = -Math.log(uniform());
  const outcome = pastSpend + 0.5 * pastVisits - 0.7 * Math.log(uniform());
  return [factor * outcome, pastSpend, pastVisits, pastSpend + pastVisits];
};

/** The mean of {@link spend} without a change. */
export const SPEND_MEAN = Math.exp(0.245) + 0.5 + 0.7;

const sessions = poissonSampler(2);

/**
 * Conversions and sessions now and before; a taste of the user drives both.
 * A session converts with 0.25 on average.
 */
export const conversions: VectorDraw = (random, factor) => {
  const rate = 0.1 + 0.3 * random.uniform();
  const [now, before] = [1 + sessions(random), 1 + sessions(random)];
  let [converted, convertedBefore] = [0, 0];
  for (let i = 0; i < now; i += 1) {
    if (random.uniform() < rate * factor) converted += 1;
  }
  for (let i = 0; i < before; i += 1) {
    if (random.uniform() < rate) convertedBefore += 1;
  }
  return [converted, now, convertedBefore, before];
};

type VectorCase = {
  readonly unit: VectorDraw;
  readonly n: number;
  readonly quick: number;
  readonly effect: number;
  readonly methods: readonly Method<Samples>[];
};

const claims = {
  falsePositives: between(0.045, 0.056),
  coverage: between(0.944, 0.955),
};

const SPEND = 'spend with 3 covariates, one redundant, 500 + 500 units';
const SESSIONS = 'conversions per session with their past, 500 + 500 units';

const CASES: readonly VectorCase[] = [
  {
    unit: spend,
    n: 500,
    quick: 1_500,
    effect: (LIFT - 1) * SPEND_MEAN,
    methods: [
      {
        labels: ['CUPED, pooled slopes', SPEND],
        judge: samples => cupedTest({ ...samples, ...settings }),
        ...claims,
      },
      {
        labels: ['full regression', SPEND],
        judge: samples => regressionAdjustedTest({ ...samples, ...settings }),
        ...claims,
      },
    ],
  },
  {
    unit: conversions,
    n: 500,
    quick: 1_500,
    effect: (LIFT - 1) * 0.25,
    methods: [
      {
        labels: ['CUPED of a ratio', SESSIONS],
        judge: samples => ratioCupedTest({ ...samples, ...settings }),
        ...claims,
      },
      {
        labels: ['ratio without covariate', SESSIONS],
        judge: ({ control, treatment }) =>
          ratioMetricTest({
            ...settings,
            control: pairMomentsAt(control, 1, 0),
            treatment: pairMomentsAt(treatment, 1, 0),
          }),
        ...claims,
      },
    ],
  },
];

/** Several covariates at once, and covariates of ratio metrics. */
export const severalCovariatesFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] =>
  CASES.flatMap(({ unit, n, quick, effect, methods }) => {
    const pair = (factor: number): Samples => ({
      control: drawVectors(unit, n, { random, factor: 1 }),
      treatment: drawVectors(unit, n, { random, factor }),
    });
    return trialFigures<Samples>({
      alpha: ALPHA,
      replications: replications(quick),
      withoutEffect: () => pair(1),
      withEffect: () => pair(LIFT),
      effect,
      methods,
    });
  });
