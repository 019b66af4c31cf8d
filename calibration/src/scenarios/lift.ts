import type { EstimatedMean, RelativeLift } from '@etude/stats';
import {
  momentsOf,
  relativeLift,
  summaryOf,
  varianceOfMean,
} from '@etude/stats';
import { drawUnits, lognormalPopulation } from '../populations/population';
import { normalSample } from '../populations/normal-sample';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, atLeast, between } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;

type Means = {
  readonly control: EstimatedMean;
  readonly treatment: EstimatedMean;
};

type LiftMethod = 'delta' | 'fieller' | 'naive';

const methodOf = (
  name: LiftMethod,
  population: string,
  coverage: Claim,
): Method<Means> => ({
  labels: [name, population],
  judge: means => {
    const result = relativeLift({ ...means, method: name, alpha: ALPHA });
    return result.ok ? { ok: true, value: intervalOf(result.value) } : result;
  },
  falsePositives: NO_CLAIM,
  coverage,
});

// Decisions use the absolute test: here only the interval matters.
const intervalOf = ({ ci }: RelativeLift): Pick<RelativeLift, 'ci'> => ({ ci });

/** A control mean this many standard errors from 0, with known spread. */
const normalFigures = (
  { random, replications }: StudyContext,
  options: {
    readonly distance: number;
    readonly lift: number;
    readonly claims: Readonly<Record<LiftMethod, Claim>>;
  },
): readonly Figure[] => {
  const { distance, lift, claims } = options;
  const n = 1_000;
  const mean = distance / Math.sqrt(n);
  const estimated = (at: number): EstimatedMean => {
    const sample = normalSample(random, n, { mean: at, sd: 1 });
    return { mean: sample.mean, stdErr: Math.sqrt(varianceOfMean(sample)) };
  };
  const pair = (effect: number): Means => ({
    control: estimated(mean),
    treatment: estimated(mean * (1 + effect)),
  });
  const name = `normal, control mean ${distance} standard errors, lift ${lift}`;
  return trialFigures<Means>({
    alpha: ALPHA,
    replications: replications(20_000),
    withoutEffect: () => pair(0),
    withEffect: () => pair(lift),
    effect: lift,
    methods: (['delta', 'fieller', 'naive'] as const).map(method =>
      methodOf(method, name, claims[method]),
    ),
  }).filter(({ quantity }) => quantity !== 'false positives');
};

const lognormalFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const estimated = (factor: number): EstimatedMean => {
    const sample = summaryOf(
      momentsOf(drawUnits(lognormalPopulation(factor), 1_000, random)),
    );
    return { mean: sample.mean, stdErr: Math.sqrt(varianceOfMean(sample)) };
  };
  const pair = (factor: number): Means => ({
    control: estimated(1),
    treatment: estimated(factor),
  });
  const name = 'lognormal(0, 1), 1,000 + 1,000 units, lift 0.1';
  const claim = between(0.935, 0.958);
  return trialFigures<Means>({
    alpha: ALPHA,
    replications: replications(4_000),
    withoutEffect: () => pair(1),
    withEffect: () => pair(1.1),
    effect: 0.1,
    methods: [
      methodOf('delta', name, claim),
      methodOf('fieller', name, claim),
      methodOf('naive', name, between(0.92, 0.96)),
    ],
  }).filter(({ quantity }) => quantity !== 'false positives');
};

/** Intervals of the relative effect. */
export const liftStudy: Study = {
  id: 'lift',
  title: 'Relative lift',
  sentence:
    'Coverage of 95 % intervals. Delta (the default) and Fieller are right when the control mean is ten standard errors or more from 0; nearer to 0 delta errs and Fieller keeps its level, refusing (no result) when its interval is unbounded. Known deviation: the naive interval ignores the noise of the control mean and covers too little as soon as the lift is large.',
  columns: ['method', 'population'],
  run: context => [
    ...normalFigures(context, {
      distance: 30,
      lift: 0.1,
      claims: {
        delta: between(0.947, 0.953),
        fieller: between(0.949, 0.951),
        naive: between(0.93, 0.95),
      },
    }),
    ...normalFigures(context, {
      distance: 10,
      lift: 0.5,
      claims: {
        delta: between(0.94, 0.955),
        fieller: between(0.949, 0.951),
        naive: NO_CLAIM,
      },
    }),
    ...normalFigures(context, {
      distance: 4,
      lift: 0.5,
      claims: { delta: NO_CLAIM, fieller: atLeast(0.948), naive: NO_CLAIM },
    }),
    ...lognormalFigures(context),
  ],
};
