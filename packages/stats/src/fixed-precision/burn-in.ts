import { checkCount } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem } from '../result';

/** What has to be there before a variance may stop an experiment. */
export type BurnIn = {
  /** Units of both variants together. */
  readonly units: number;
  /** Events of a yes/no metric, in each variant. */
  readonly events: number;
};

/**
 * The default burn-in: stopping on an estimated variance is right only for
 * large samples, and a variance of few units is often far too small. Source:
 * Chow & Robbins 1965 (asymptotics); the sizes are a convention.
 */
export const BURN_IN: BurnIn = { units: 100, events: 30 };

/** What a metric still misses; empty when its burn-in is over. */
export type BurnInMissing = {
  readonly units?: number;
  /** Of the variant with fewer of them. */
  readonly events?: number;
  /** No two units differ yet, so nothing can be said about precision. */
  readonly variance?: true;
};

/** What the burn-in looks at. */
export type BurnInSample = {
  readonly control: Pick<SampleSummary, 'n' | 'variance'>;
  readonly treatment: Pick<SampleSummary, 'n' | 'variance'>;
  /** Events of a yes/no metric; absent for other metrics. */
  readonly events?: readonly [control: number, treatment: number];
};

/** What is missing until the burn-in of a metric is over. */
export const missingForBurnIn = (
  sample: BurnInSample,
  burnIn: BurnIn,
): BurnInMissing => {
  const { control, treatment } = sample;
  const units = burnIn.units - control.n - treatment.n;
  const events = burnIn.events - Math.min(...(sample.events ?? [Infinity]));
  // Fewer than two units have no variance (NaN).
  const varies =
    control.n >= 2 &&
    treatment.n >= 2 &&
    control.variance + treatment.variance > 0;
  return {
    ...(units > 0 ? { units } : {}),
    ...(events > 0 ? { events } : {}),
    ...(varies ? {} : { variance: true as const }),
  };
};

/** Problems of the counts a burn-in is judged by. */
export const checkBurnIn = (
  burnIn: BurnIn,
  samples: readonly BurnInSample[],
): readonly StatsProblem[] => [
  ...checkCount(burnIn.units, 'burnIn.units'),
  ...checkCount(burnIn.events, 'burnIn.events'),
  ...samples.flatMap(({ control, treatment, events }, i) => [
    ...checkCount(control.n, `metrics[${i}].control.n`),
    ...checkCount(treatment.n, `metrics[${i}].treatment.n`),
    ...(events ?? []).flatMap((count, j) =>
      checkCount(count, `metrics[${i}].events[${j}]`),
    ),
  ]),
];
