import {
  asymptoticConfidenceSequence,
  generalisedAlwaysValidInterval,
  mixtureSprt,
  normalUpperQuantile,
} from '@etude/stats';
import type { Population } from '../populations/population';
import {
  bernoulliPopulation,
  lognormalPopulation,
  normalPopulation,
  zeroHeavyPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, atMost, rateOf, valueOf } from '../study';
import { alwaysValidSizeFigures } from './always-valid-size';

const ALPHA = 0.05;
const Z = normalUpperQuantile(ALPHA / 2);
const STEP = 10;
const LOOKS = 400;
const PER_VARIANT = 1_000;

/** What a look knows; d is the difference of the means. */
type Look = {
  readonly d: number;
  readonly stdErr: number;
  readonly perVariant: number;
  /** Of one unit, both variants together. */
  readonly variance: number;
};

type Sequence = {
  readonly name: string;
  /** Whether this look claims a difference, which there is not. */
  readonly isWrong: (look: Look) => boolean;
  readonly guarantee: boolean;
};

const sequencesOf = (
  alternative: 'two-sided' | 'larger',
): readonly Sequence[] => {
  const suffix = alternative === 'larger' ? ', larger' : '';
  const level = { alpha: ALPHA, alternative };
  return [
    {
      name: `asymptotic confidence sequence${suffix}`,
      isWrong: ({ d, stdErr, perVariant }) =>
        valueOf(
          asymptoticConfidenceSequence({
            difference: d,
            stdErr,
            nTotal: 2 * perVariant,
            tuningN: 2 * PER_VARIANT,
            ...level,
          }),
        ).significant,
      guarantee: true,
    },
    {
      name: `mixture SPRT${suffix}`,
      isWrong: ({ d, stdErr, variance }) =>
        valueOf(
          mixtureSprt({
            estimate: d,
            stdErr,
            residualSd: Math.sqrt(variance),
            phi: 100,
            ...level,
          }),
        ).significant,
      guarantee: true,
    },
    {
      name: `GAVI${suffix}`,
      isWrong: ({ d, perVariant, variance }) =>
        valueOf(
          generalisedAlwaysValidInterval({
            estimate: d,
            nPerVariant: perVariant,
            variance,
            phi: PER_VARIANT,
            ...level,
          }),
        ).significant,
      guarantee: true,
    },
  ];
};

const SEQUENCES: readonly Sequence[] = [
  ...sequencesOf('two-sided'),
  ...sequencesOf('larger'),
  {
    name: 'z-test at every look',
    isWrong: ({ d, stdErr }) => Math.abs(d) > Z * stdErr,
    guarantee: false,
  },
];

/** Running sums of one variant, about the known mean: nothing cancels. */
type Sums = { n: number; sum: number; squares: number };

const addUnits = (sums: Sums, population: Population, random: Random): void => {
  for (let i = 0; i < STEP; i += 1) {
    const value = population.draw(random) - population.mean;
    sums.sum += value;
    sums.squares += value * value;
  }
  sums.n += STEP;
};

const varianceOf = ({ n, sum, squares }: Sums): number =>
  (squares - (sum * sum) / n) / (n - 1);

const lookOf = (control: Sums, treatment: Sums): Look => {
  const [vC, vT] = [varianceOf(control), varianceOf(treatment)];
  return {
    d: treatment.sum / treatment.n - control.sum / control.n,
    stdErr: Math.sqrt(vC / control.n + vT / treatment.n),
    perVariant: control.n,
    variance: (vC + vT) / 2,
  };
};

/** Watches one experiment and tells which sequences ever excluded the truth. */
const watch = (
  population: Population,
  random: Random,
  firstLook: number,
): readonly boolean[] => {
  const control: Sums = { n: 0, sum: 0, squares: 0 };
  const treatment: Sums = { n: 0, sum: 0, squares: 0 };
  const excluded = SEQUENCES.map(() => false);
  for (let look = 0; look < LOOKS; look += 1) {
    addUnits(control, population, random);
    addUnits(treatment, population, random);
    if (control.n < firstLook) continue;
    const seen = lookOf(control, treatment);
    SEQUENCES.forEach(({ isWrong }, s) => {
      if (excluded[s] !== true) excluded[s] = isWrong(seen);
    });
  }
  return excluded;
};

type WatchedCase = {
  readonly population: Population;
  /** Units per variant at the first look. */
  readonly firstLook: number;
  readonly quick: number;
};

const CASES: readonly WatchedCase[] = [
  {
    population: normalPopulation(10, 2),
    firstLook: 50,
    quick: 1_500,
  },
  {
    population: lognormalPopulation(),
    firstLook: 50,
    quick: 1_500,
  },
  {
    population: bernoulliPopulation(0.1),
    firstLook: 300,
    quick: 1_500,
  },
  {
    population: zeroHeavyPopulation(),
    firstLook: 50,
    quick: 1_500,
  },
];

const claimOf = ({ guarantee }: Sequence): Claim =>
  guarantee ? atMost(ALPHA) : NO_CLAIM;

const figuresOf = (
  watched: WatchedCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const count = replications(watched.quick);
  const hits = SEQUENCES.map(() => 0);
  for (let i = 0; i < count; i += 1) {
    watch(watched.population, random, watched.firstLook).forEach((isOut, s) => {
      if (isOut) hits[s] = (hits[s] ?? 0) + 1;
    });
  }
  return SEQUENCES.map((sequence, s) => ({
    labels: [
      sequence.name,
      `${watched.population.name}, from ${watched.firstLook} to 4,000 units per variant`,
    ],
    quantity: 'ever excludes the truth',
    nominal: ALPHA,
    observed: rateOf(hits[s] ?? Number.NaN, count),
    claim: claimOf(sequence),
  }));
};

/** Sequences that may be looked at any time. */
export const alwaysValidStudy: Study = {
  id: 'always-valid',
  title: 'Always-valid sequences',
  sentence:
    'No effect, a look after every 10 units per variant, variance estimated; tuned at 1,000 units per variant. All three sequences exclude the truth at some look in fewer than 5 % of experiments, skewed values included; a z-test asked as often does so in 30 to 45 %. The calculator’s power and expected size are met.',
  columns: ['sequence', 'population'],
  run: context => [
    ...CASES.flatMap(watched => figuresOf(watched, context)),
    ...alwaysValidSizeFigures(context),
  ],
};
