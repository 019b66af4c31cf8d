import type { AnalysisInput } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { TrafficRow } from '@etude/metrics';
import type { DiscreteSampler } from '../random/discrete';
import { binomialSampler, poissonSampler } from '../random/discrete';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { atLeast, atMost, countRate } from '../study';
import { checkedInput, dateOf } from './experiments/checked-input';

const ALPHA = 0.001;

type CheckId = 'crossover' | 'exposure-gaps';

// A check rings when it is neither passed nor left open.
const rings = (input: AnalysisInput, check: CheckId): boolean =>
  analyzeExperiment(input).health.some(
    ({ id, state }) => id === check && (state === 'warn' || state === 'fail'),
  );

type CheckCase = {
  readonly labels: readonly [check: string, traffic: string];
  readonly check: CheckId;
  /** Of a sound experiment; null where something is broken. */
  readonly nominal: number | null;
  readonly quick: number;
  readonly claim: Claim;
  readonly draw: (random: Random) => AnalysisInput;
};

const variantOf = (weights: readonly number[], random: Random): number => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random.uniform() * total;
  return weights.findIndex(weight => (left -= weight) < 0);
};

// Units are given a variant twice, by weight; who gets two different ones
// crosses.
const exchange =
  (weights: readonly number[], crossed: number) =>
  (random: Random): readonly number[] => {
    const first = weights.map(() => 0);
    for (let i = 0; i < crossed;) {
      const [from, to] = [
        variantOf(weights, random),
        variantOf(weights, random),
      ];
      if (from === to) continue;
      first[from] = (first[from] ?? 0) + 1;
      i += 1;
    }
    return first;
  };

const CROSSED = 60;
const leak = binomialSampler(CROSSED, 0.8);

// Crossovers are 0.6 % of the units: only their split can ring.
const crossoverCase = (
  weights: readonly number[],
  counts: (random: Random) => readonly number[],
  traffic: string,
): Pick<CheckCase, 'check' | 'labels' | 'draw'> => ({
  check: 'crossover',
  labels: ['crossover split', traffic],
  draw: random => checkedInput(weights, { crossovers: counts(random) }),
});

const DAYS = 14;

type DayDraw = readonly DiscreteSampler[];

const drawTraffic = (
  days: readonly DayDraw[],
  random: Random,
): readonly TrafficRow[] =>
  days.flatMap((samplers, day) =>
    samplers.map((sampler, variant) => ({
      variant: String(variant),
      exposureDate: dateOf(day),
      units: sampler(random),
    })),
  );

const gapsCase = (
  weights: readonly number[],
  days: readonly DayDraw[],
  traffic: string,
): Pick<CheckCase, 'check' | 'labels' | 'draw'> => ({
  check: 'exposure-gaps',
  labels: ['exposure gaps', traffic],
  draw: random => checkedInput(weights, { traffic: drawTraffic(days, random) }),
});

const everyDay = (day: DayDraw): readonly DayDraw[] =>
  Array.from({ length: DAYS }, () => day);

const [sixty, thirty, few] = [60, 30, 3.5].map(poissonSampler) as [
  DiscreteSampler,
  DiscreteSampler,
  DiscreteSampler,
];
const uneven = [540, 60].map(poissonSampler);
const unevenWeekend = [180, 20].map(poissonSampler);

const CASES: readonly CheckCase[] = [
  {
    ...crossoverCase(
      [1, 1],
      exchange([1, 1], CROSSED),
      `${CROSSED} even crossovers, weights 1 : 1`,
    ),
    nominal: ALPHA,
    quick: 20_000,
    claim: atMost(0.0015),
  },
  {
    ...crossoverCase(
      [4, 1, 1],
      exchange([4, 1, 1], CROSSED),
      `${CROSSED} even crossovers, weights 4 : 1 : 1`,
    ),
    nominal: ALPHA,
    quick: 10_000,
    claim: atMost(0.0015),
  },
  {
    ...crossoverCase(
      [1, 1],
      random => {
        const first = leak(random);
        return [first, CROSSED - first];
      },
      `${CROSSED} crossovers, 4 of 5 out of control`,
    ),
    nominal: null,
    quick: 2_000,
    claim: atLeast(0.85),
  },
  {
    ...gapsCase([1, 1], everyDay([sixty, sixty]), '14 days of 60 + 60 units'),
    nominal: ALPHA,
    quick: 6_000,
    claim: atMost(0.001),
  },
  {
    ...gapsCase(
      [9, 1],
      Array.from({ length: DAYS }, (_, day) =>
        day % 7 > 4 ? unevenWeekend : uneven,
      ),
      '14 days of 540 + 60 units, a third of it at weekends',
    ),
    nominal: ALPHA,
    quick: 6_000,
    claim: atMost(0.001),
  },
  {
    ...gapsCase([1, 1], everyDay([few, few]), '14 days of 3.5 + 3.5 units'),
    nominal: ALPHA,
    quick: 6_000,
    claim: atMost(0.002),
  },
  {
    ...gapsCase(
      [1, 1],
      Array.from({ length: DAYS }, (_, day) =>
        day === 6 ? [sixty, thirty] : [sixty, sixty],
      ),
      '14 days of 60 + 60 units, half of a variant lost on one',
    ),
    nominal: null,
    quick: 1_500,
    claim: atLeast(0.1),
  },
  {
    ...gapsCase(
      [1, 1],
      Array.from({ length: DAYS }, (_, day) =>
        day === 6 ? [sixty, () => 0] : [sixty, sixty],
      ),
      '14 days of 60 + 60 units, a variant not served on one',
    ),
    nominal: null,
    quick: 1_500,
    claim: atLeast(0.999),
  },
];

const figureOf = (
  { labels, check, nominal, quick, claim, draw }: CheckCase,
  { random, replications }: StudyContext,
): Figure => ({
  labels,
  quantity: nominal === null ? 'alarms' : 'false alarms',
  nominal,
  observed: countRate(replications(quick), () => rings(draw(random), check)),
  claim,
});

/** Checks of who was exposed, and when. */
export const exposureChecksStudy: Study = {
  id: 'exposure-checks',
  title: 'Crossover split and exposure gaps',
  sentence:
    'Through the analysis; a warning or a failure counts as an alarm. Units that cross at random leave each variant as often as the check expects, whatever the weights. The tests of days are exact and shared out over days and variants, so that weekends and small traffic raise no alarms; the rule for days without any unit has a budget of 0.1 % of its own.',
  columns: ['check', 'traffic'],
  run: context => CASES.map(check => figureOf(check, context)),
};
