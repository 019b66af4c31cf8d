import type {
  FixedPowerMetric,
  FixedWidthMetric,
  Moments,
  SampleSummary,
} from '@etude/stats';
import {
  EMPTY_MOMENTS,
  fixedPowerLook,
  fixedWidthLook,
  meanDifferenceTest,
  mergeMoments,
  momentsOf,
  summaryOf,
} from '@etude/stats';
import type { Population } from '../populations/population';
import {
  drawUnits,
  lognormalPopulation,
  normalPopulation,
  zeroHeavyPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Figure } from '../report/figure';
import type { StudyContext } from '../study';
import { NO_CLAIM, averageOf, between, rateOf, valueOf } from '../study';

const ALPHA = 0.05;
const POWER = 0.8;
const PER_DAY = 100;

/** Metrics of one experiment, each with its effect in the treatment. */
type Outcome = { readonly control: Population; readonly treatment: Population };

type Samples = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
};

/** Whether an experiment may stop after a day with these samples. */
type Stops = (
  samples: readonly Samples[],
  unitsByDay: readonly number[],
) => boolean;

const MAX_DAYS = 1_000;

const runToStop = (
  outcomes: readonly Outcome[],
  random: Random,
  stops: Stops,
): { readonly samples: readonly Samples[]; readonly days: number } => {
  const unitsByDay: number[] = [];
  let moments: readonly (readonly [Moments, Moments])[] = outcomes.map(
    () => [EMPTY_MOMENTS, EMPTY_MOMENTS] as const,
  );
  for (;;) {
    moments = outcomes.map(({ control, treatment }, m) => {
      const [c, t] = moments[m] ?? [EMPTY_MOMENTS, EMPTY_MOMENTS];
      return [
        mergeMoments(c, momentsOf(drawUnits(control, PER_DAY, random))),
        mergeMoments(t, momentsOf(drawUnits(treatment, PER_DAY, random))),
      ] as const;
    });
    unitsByDay.push(2 * PER_DAY * (unitsByDay.length + 1));
    const samples = moments.map(([c, t]) => ({
      control: summaryOf(c),
      treatment: summaryOf(t),
    }));
    if (stops(samples, unitsByDay) || unitsByDay.length === MAX_DAYS) {
      return { samples, days: unitsByDay.length };
    }
  }
};

type LookCase = {
  readonly name: string;
  readonly base: readonly ((factor: number) => Population)[];
  readonly quick: number;
  /** Relative to the control mean: what is there and what is planned for. */
  readonly effect: number;
  /** At least; metrics that had power before the last one have more. */
  readonly power: number;
  readonly stops: (base: readonly Population[], effect: number) => Stops;
};

const fixedPowerStops =
  (base: readonly Population[], effect: number): Stops =>
  (samples, unitsByCompleteDay) =>
    valueOf(
      fixedPowerLook({
        unitsByCompleteDay,
        metrics: samples.map(({ control, treatment }, m): FixedPowerMetric => ({
          id: String(m),
          control,
          treatment,
          mdeRelative: effect,
          baselineMean: base[m]?.mean ?? Number.NaN,
          alpha: ALPHA,
          sides: 2,
          power: POWER,
        })),
      }),
    ).mayStop;

const WIDTH = 0.15;

const fixedWidthStops =
  (base: readonly Population[]): Stops =>
  (samples, unitsByCompleteDay) =>
    valueOf(
      fixedWidthLook({
        unitsByCompleteDay,
        metrics: samples.map(({ control, treatment }, m): FixedWidthMetric => ({
          id: String(m),
          control,
          treatment,
          widthRelative: WIDTH,
          baselineMean: base[m]?.mean ?? Number.NaN,
          alpha: ALPHA,
        })),
      }),
    ).mayStop;

// Same spread with and without the effect.
const normalBase = (factor: number): Population =>
  normalPopulation(2 * factor, 2);

const CASES: readonly LookCase[] = [
  {
    name: 'fixed power, two metrics: normal, lognormal(0, 1)',
    base: [normalBase, lognormalPopulation],
    quick: 250,
    effect: 0.1,
    power: 0.78,
    stops: fixedPowerStops,
  },
  {
    name: 'fixed power: 90 % zeros, else lognormal(0, 1)',
    base: [zeroHeavyPopulation],
    quick: 250,
    effect: 0.4,
    power: 0.76,
    stops: fixedPowerStops,
  },
  {
    name: 'fixed width of 15 %: lognormal(0, 1)',
    base: [lognormalPopulation],
    quick: 250,
    effect: 0.1,
    power: 0.78,
    stops: fixedWidthStops,
  },
];

const figuresOf = (
  { name, base, quick, effect, power, stops }: LookCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const count = replications(quick);
  const days = new Float64Array(count);
  const outcomes = base.map(populationOf => ({
    control: populationOf(1),
    treatment: populationOf(1 + effect),
  }));
  const stop = stops(
    outcomes.map(({ control }) => control),
    effect,
  );
  const hits = outcomes.map(() => ({ rejects: 0, covers: 0 }));
  for (let i = 0; i < count; i += 1) {
    const run = runToStop(outcomes, random, stop);
    days[i] = run.days;
    run.samples.forEach((samples, m) => {
      const { pValue, ci } = valueOf(
        meanDifferenceTest({
          ...samples,
          alternative: 'two-sided',
          alpha: ALPHA,
        }),
      );
      const truth = effect * (outcomes[m]?.control.mean ?? Number.NaN);
      const hit = hits[m];
      if (hit === undefined) return;
      hit.rejects += Number(pValue <= ALPHA);
      hit.covers += Number(ci[0] <= truth && truth <= ci[1]);
    });
  }
  const isWidth = stops === fixedWidthStops;
  return [
    ...hits.flatMap(({ rejects, covers }, m): readonly Figure[] => {
      const labels = [`${name}${hits.length > 1 ? `, metric ${m + 1}` : ''}`];
      return [
        {
          labels,
          quantity: 'coverage',
          nominal: 1 - ALPHA,
          observed: rateOf(covers, count),
          claim: between(0.93, 0.96),
        },
        ...(isWidth
          ? []
          : [
              {
                labels,
                quantity: 'power',
                nominal: POWER,
                observed: rateOf(rejects, count),
                claim: between(power, 1),
              },
            ]),
      ];
    }),
    {
      labels: [name],
      quantity: 'days until the stop',
      nominal: null,
      observed: averageOf(days),
      claim: NO_CLAIM,
    },
  ];
};

/** Looks over several metrics, and the fixed-width rule. */
export const fixedPrecisionLookFigures = (
  context: StudyContext,
): readonly Figure[] => CASES.flatMap(look => figuresOf(look, context));
