import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { MomentsRow } from '@etude/metrics';
import type { Moments } from '@etude/stats';
import { momentsOf } from '@etude/stats';
import { normalSample } from '../../populations/normal-sample';
import type { Population } from '../../populations/population';
import {
  drawUnits,
  lognormalPopulation,
  normalPopulation,
} from '../../populations/population';
import type { Random } from '../../random/random';
import type { Claim, Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { NO_CLAIM, atMost, countRate } from '../../study';
import { checkedInput } from './checked-input';
import { BASELINE, DESIGNS, requiredUnits } from './simulated-plan';

const RESERVES = [0, 0.05, 0.1, 0.25] as const;

type ReserveCase = {
  readonly name: string;
  readonly metrics: readonly ExperimentMetric[];
  readonly population: Population;
  readonly draw: (random: Random, n: number) => Moments;
  readonly quick: number;
  /** Of the share without learning, by reserve; left out: none. */
  readonly claims: Partial<Readonly<Record<(typeof RESERVES)[number], Claim>>>;
};

const success = (metricId: string, mdeRelative: number): ExperimentMetric => ({
  metricId,
  role: 'success',
  direction: 'increase',
  mdeRelative,
});

const guardrail = (
  metricId: string,
  nimRelative: number,
): ExperimentMetric => ({
  metricId,
  role: 'guardrail',
  direction: 'increase',
  nimRelative,
});

const SD = Math.sqrt(BASELINE.variance);
const steady = normalPopulation(BASELINE.mean, SD);
const money = lognormalPopulation();

const drawNormal = (random: Random, n: number): Moments => {
  const { mean, variance } = normalSample(random, n, {
    mean: BASELINE.mean,
    sd: SD,
  });
  return { n, mean, m2: variance * (n - 1) };
};

const drawMoney = (random: Random, n: number): Moments =>
  momentsOf(drawUnits(money, n, random));

const CASES: readonly ReserveCase[] = [
  {
    name: 'one normal metric, effect of 2 %',
    metrics: [success('s1', 0.02)],
    population: steady,
    draw: drawNormal,
    quick: 1_500,
    // Relative error of s²/x̄² is √(2/n + 4 · 0.04/n) = 4.1 %.
    claims: { 0.05: atMost(0.12), 0.1: atMost(0.02), 0.25: atMost(0.001) },
  },
  {
    name: 'two success metrics and two guardrails, normal, 2 %',
    metrics: [
      success('s1', 0.02),
      success('s2', 0.02),
      guardrail('g1', 0.02),
      guardrail('g2', 0.02),
    ],
    population: steady,
    draw: drawNormal,
    quick: 1_000,
    // 2.9 % in each of the two success metrics; guardrails need fewer units.
    claims: { 0.05: atMost(0.09), 0.1: atMost(0.01), 0.25: atMost(0.001) },
  },
  {
    name: 'one lognormal metric, effect of 10 %',
    metrics: [success('s1', 0.1)],
    population: money,
    draw: drawMoney,
    quick: 400,
    claims: { 0.25: atMost(0.12) },
  },
  {
    name: 'one lognormal metric, effect of 3 %',
    metrics: [success('s1', 0.03)],
    population: money,
    draw: drawMoney,
    quick: 60,
    claims: { 0.25: atMost(0.02) },
  },
];

const VARIANTS = ['0', '1'];

const teachesNothing = (
  { metrics, draw }: ReserveCase,
  perVariant: number,
  random: Random,
): boolean => {
  const moments = metrics.flatMap(({ metricId }) =>
    VARIANTS.map((variant): MomentsRow => ({
      metricId,
      variant,
      exposureDate: null,
      ...draw(random, perVariant),
    })),
  );
  const { verdict } = analyzeExperiment({
    ...checkedInput([1, 1], { metrics, units: 2 * perVariant }),
    moments,
  });
  return verdict?.class === 'no-learning';
};

const figuresOf = (
  reserveCase: ReserveCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const planned = requiredUnits({
    metrics: reserveCase.metrics,
    baseline: reserveCase.population,
    variants: VARIANTS.map(id => ({ id, weight: 1 })),
    design: DESIGNS['fixed horizon'],
  });
  return RESERVES.map(reserve => {
    const perVariant = Math.ceil((planned * (1 + reserve)) / 2);
    return {
      labels: [
        `${reserveCase.name}: ${planned.toLocaleString('en')} units planned`,
        reserve === 0 ? 'none' : `${reserve * 100} %`,
      ],
      quantity: 'classed no-learning',
      nominal: null,
      observed: countRate(replications(reserveCase.quick), () =>
        teachesNothing(reserveCase, perVariant, random),
      ),
      claim: reserveCase.claims[reserve] ?? NO_CLAIM,
    };
  });
};

/** How many units beyond the plan make a null result a learning. */
export const unitReserveStudy: Study = {
  id: 'unit-reserve',
  title: 'Units in reserve',
  sentence:
    'Experiments without an effect that get exactly the units of the plan, or 5, 10 or 25 % more: how many are classed no-learning (underpowered). Known deviation: the units needed are judged anew with the mean and variance of the experiment, so that with exactly the planned units a third to two thirds of them miss by a hair, most of all with several metrics that all have to be powered. Plan a reserve of 10 % where the spread of a metric is a fraction of its mean. Skewed values, such as money and time, need more, and the more the fewer units are planned: 10 % with tens of thousands, 25 % and more with a few thousand.',
  columns: ['plan', 'reserve'],
  run: context => CASES.flatMap(one => figuresOf(one, context)),
};
