import type { PairMoments } from '@etude/stats';
import {
  pairMomentsOf,
  proportionDifferenceTest,
  ratioMetricTest,
} from '@etude/stats';
import { poissonSampler } from '../random/discrete';
import type { Random } from '../random/random';
import type { Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, between } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const LIFT = 1.1;

type Samples = {
  readonly control: PairMoments;
  readonly treatment: PairMoments;
};

/** Draws numerator and denominator of one unit. */
type UnitDraw = (random: Random, factor: number) => readonly [number, number];

/** A ratio metric with its true ratio. */
export type RatioPopulation = {
  readonly name: string;
  readonly ratio: number;
  readonly unit: UnitDraw;
};

const extraSessions = poissonSampler(2);

/**
 * 1 + Poisson(2) sessions; one user in two converts in 10 % of them, the
 * other, who comes as often, in 30 %.
 */
export const SESSIONS: RatioPopulation = {
  name: 'conversions per session',
  ratio: 0.2,
  unit: (random, factor) => {
    const sessions = 1 + extraSessions(random);
    const rate = (random.uniform() < 0.5 ? 0.1 : 0.3) * factor;
    let conversions = 0;
    for (let i = 0; i < sessions; i += 1) {
      if (random.uniform() < rate) conversions += 1;
    }
    return [conversions, sessions];
  },
};

/**
 * Orders are lognormal and their number grows with a taste z of the user, as
 * does the value of each: E[y]/E[x] = e^{(0.8² + 0.6² + 0.36)/2 + 0.8·0.6}
 * without the taste's own e^{0.8²/2}.
 */
export const ORDERS: RatioPopulation = {
  name: 'value per order, both lognormal',
  ratio: Math.exp(0.6 * 0.8 + 0.6 ** 2 / 2 + 0.5 ** 2 / 2),
  unit: (random, factor) => {
    const taste = random.normal();
    const orders = Math.exp(0.8 * taste);
    const value = Math.exp(0.6 * taste + 0.5 * random.normal());
    return [orders * value * factor, orders];
  },
};

const drawPairs = (
  { unit }: RatioPopulation,
  n: number,
  { random, factor }: { readonly random: Random; readonly factor: number },
): PairMoments => {
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i += 1)
    [y[i], x[i]] = unit(random, factor) as [number, number];
  return pairMomentsOf({ x, y });
};

const delta = (
  population: string,
  low: number,
  high: number,
): Method<Samples> => ({
  labels: ['delta', population],
  judge: samples =>
    ratioMetricTest({ ...samples, alternative: 'two-sided', alpha: ALPHA }),
  falsePositives: between(low, high),
  coverage: between(1 - high, 1 - low),
});

const asSessions = ({ n, meanX, meanY }: PairMoments) => ({
  successes: Math.round(n * meanY),
  n: Math.round(n * meanX),
});

// What goes wrong when sessions are taken for units.
const perSession = (population: string): Method<Samples> => ({
  labels: ['sessions taken for units', population],
  judge: ({ control, treatment }) =>
    proportionDifferenceTest({
      control: asSessions(control),
      treatment: asSessions(treatment),
      alternative: 'two-sided',
      alpha: ALPHA,
    }),
  falsePositives: NO_CLAIM,
  coverage: NO_CLAIM,
});

const figuresOf = (
  population: RatioPopulation,
  { random, replications }: StudyContext,
  options: {
    readonly n: number;
    readonly quick: number;
    readonly methods: (name: string) => readonly Method<Samples>[];
  },
): readonly Figure[] => {
  const { n } = options;
  const pair = (factor: number): Samples => ({
    control: drawPairs(population, n, { random, factor: 1 }),
    treatment: drawPairs(population, n, { random, factor }),
  });
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(options.quick),
    withoutEffect: () => pair(1),
    withEffect: () => pair(LIFT),
    effect: (LIFT - 1) * population.ratio,
    methods: options.methods(
      `${population.name}, ${n.toLocaleString('en')} + ${n.toLocaleString('en')} units`,
    ),
  });
};

/** Ratio metrics by the delta method. */
export const ratiosStudy: Study = {
  id: 'ratios',
  title: 'Ratio metrics',
  sentence:
    'Two-sided at 5 %, effect + 10 %. The delta method holds its level although a unit’s numerator and denominator depend on each other; taking sessions for units, which is what it replaces, does not.',
  columns: ['method', 'population'],
  run: context => [
    ...figuresOf(SESSIONS, context, {
      n: 500,
      quick: 4_000,
      methods: name => [delta(name, 0.045, 0.055), perSession(name)],
    }),
    ...figuresOf(ORDERS, context, {
      n: 200,
      quick: 5_000,
      methods: name => [delta(name, 0.035, 0.06)],
    }),
    ...figuresOf(ORDERS, context, {
      n: 2_000,
      quick: 2_000,
      methods: name => [delta(name, 0.045, 0.055)],
    }),
  ],
};
