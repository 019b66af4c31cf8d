import type { AnalysisInput } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { MomentsRow, TrafficRow } from '@etude/metrics';
import type { Moments } from '@etude/stats';
import { EMPTY_MOMENTS, mergeMoments } from '@etude/stats';
import { normalSample } from '../../populations/normal-sample';
import type { DiscreteSampler } from '../../random/discrete';
import { poissonSampler } from '../../random/discrete';
import type { Random } from '../../random/random';
import { BASELINE, METRIC_IDS } from './simulated-plan';

/** What is true of an experiment that is simulated. */
export type World = {
  readonly name: string;
  /** Relative effects in variant b, by metric; left out: none. */
  readonly effects: Readonly<Record<string, number>>;
};

/** How long a simulated experiment is planned to run. */
export const DAYS = 14;
const MS_PER_DAY = 86_400_000;
const LAUNCHED_AT = Date.UTC(2026, 2, 2);

/** The end of day `day` of a simulated experiment; 0 is its launch. */
export const instantOfDay = (day: number): string =>
  new Date(LAUNCHED_AT + day * MS_PER_DAY).toISOString();

const SD = Math.sqrt(BASELINE.variance);

/** What one day adds to one variant of one metric. */
const dayMoments = (random: Random, n: number, mean: number): Moments => {
  const sample = normalSample(random, n, { mean, sd: SD });
  return { n, mean: sample.mean, m2: sample.variance * (n - 1) };
};

/** The data of an experiment after each of its days, cumulative. */
export type SimulatedDays = readonly {
  readonly moments: readonly MomentsRow[];
  readonly traffic: readonly TrafficRow[];
  readonly totalUnits: number;
}[];

type Cumulated = Map<string, Moments>;

const rowsOf = (cumulated: Cumulated): readonly MomentsRow[] =>
  [...cumulated].map(([key, { n, mean, m2 }]) => {
    const [metricId = '', variant = ''] = key.split(' ');
    return { metricId, variant, exposureDate: null, n, mean, m2 };
  });

/** Units that come to each variant on a day. */
export type Arrivals = ReadonlyMap<string, DiscreteSampler>;

/**
 * Poisson arrivals that bring the units of the plan, times `reserve`, within
 * its days; `shares` are those of the variants if not as designed.
 */
export const arrivalsOf = (
  plan: ExperimentPlan,
  {
    reserve = 1,
    shares,
  }: {
    readonly reserve?: number;
    readonly shares?: readonly number[] | undefined;
  } = {},
): Arrivals => {
  const perDay = ((plan.requiredUnits ?? Number.NaN) * reserve) / DAYS;
  return new Map(
    plan.variants.map(({ id }, i) => [
      id,
      poissonSampler(perDay * (shares?.[i] ?? 1 / plan.variants.length)),
    ]),
  );
};

/** Draws two weeks of an experiment. */
export const drawDays = (
  world: World,
  random: Random,
  arrivals: Arrivals,
): SimulatedDays => {
  const cumulated: Cumulated = new Map();
  const traffic: TrafficRow[] = [];
  let totalUnits = 0;
  const add = (variant: string, units: number, day: number): void => {
    totalUnits += units;
    const exposureDate = instantOfDay(day).slice(0, 10);
    traffic.push({ variant, exposureDate, units });
    for (const id of METRIC_IDS) {
      const effect = variant === 'b' ? (world.effects[id] ?? 0) : 0;
      const today = dayMoments(random, units, BASELINE.mean * (1 + effect));
      const key = `${id} ${variant}`;
      const before = cumulated.get(key) ?? EMPTY_MOMENTS;
      cumulated.set(key, mergeMoments(before, today));
    }
  };
  return Array.from({ length: DAYS }, (_, day) => {
    for (const [variant, units] of arrivals) add(variant, units(random), day);
    return { moments: rowsOf(cumulated), traffic: [...traffic], totalUnits };
  });
};

/** What the analysis is given at the end of day `day`, counted from 1. */
export const inputAfter = (
  plan: ExperimentPlan,
  days: SimulatedDays,
  day: number,
): AnalysisInput => {
  const data = days[day - 1];
  const now = instantOfDay(day);
  return {
    plan,
    metricInfo: METRIC_IDS.map(id => ({ id, name: id, type: 'average' })),
    state: 'live',
    launchedAt: instantOfDay(0),
    plannedEndAt: instantOfDay(DAYS),
    now,
    moments: data?.moments ?? [],
    traffic: data?.traffic ?? [],
    crossoverUnits: 0,
    totalUnits: data?.totalUnits ?? 0,
    duplicateExposures: 0,
    dataUntil: now,
  };
};

/** The analysis of an experiment that ran to its planned end. */
export const endedInput = (
  plan: ExperimentPlan,
  days: SimulatedDays,
): AnalysisInput => ({
  ...inputAfter(plan, days, DAYS),
  state: 'ended',
  endReason: 'planned-end',
});
