import { EtudeError } from '@etude/kernel';
import type { StatsResult } from '@etude/stats';
import type { Random } from './random/random';
import type {
  CalibrationTable,
  Claim,
  Figure,
  Observed,
} from './report/figure';

/** What a study gets to work with. */
export type StudyContext = {
  /** The study's own stream. */
  readonly random: Random;
  /** Replications of this run, from those of the quick one. */
  readonly replications: (quick: number) => number;
};

/** How one table comes about. */
export type Study = Omit<CalibrationTable, 'figures'> & {
  readonly run: (context: StudyContext) => readonly Figure[];
};

/** The value of a result that cannot be refused in this study. */
export const valueOf = <T>(result: StatsResult<T>): T => {
  if (result.ok) return result.value;
  throw new EtudeError(
    `The statistics refused what a study simulates: ${result.problems.map(({ message }) => message).join(' ')} Change the study, or mend the function.`,
    { code: 'ETUDE_CALIBRATION_REFUSED', kind: 'bug' },
  );
};

/** A rate over replications. */
export const rateOf = (hits: number, replications: number): Observed => ({
  kind: 'rate',
  hits,
  replications,
});

/** How often `happens` is true. */
export const countRate = (
  replications: number,
  happens: (index: number) => boolean,
): Observed => {
  let hits = 0;
  for (let i = 0; i < replications; i += 1) if (happens(i)) hits += 1;
  return rateOf(hits, replications);
};

/** The average of values, with their spread. */
export const averageOf = (values: ArrayLike<number>): Observed => {
  let [mean, m2] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    const delta = value - mean;
    mean += delta / (i + 1);
    m2 += delta * (value - mean);
  }
  return {
    kind: 'average',
    mean,
    sd: Math.sqrt(m2 / (values.length - 1)),
    replications: values.length,
  };
};

/** No claim: the figure is shown only. */
export const NO_CLAIM: Claim = { kind: 'none' };

/** Exactly this probability. */
export const equals = (value: number): Claim => ({ kind: 'equals', value });

/** At most this probability. */
export const atMost = (value: number): Claim => ({ kind: 'at-most', value });

/** At least this probability. */
export const atLeast = (value: number): Claim => ({ kind: 'at-least', value });

/** An approximation that is this good. */
export const between = (low: number, high: number): Claim => ({
  kind: 'between',
  low,
  high,
});
