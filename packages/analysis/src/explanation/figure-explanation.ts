import type { Interval } from '../analysis-result';

/** What the number of a figure counts or measures. */
export type FigureUnit =
  | 'metric'
  | 'share'
  | 'count'
  | 'hours'
  | 'p-value'
  | 'level'
  | 'probability'
  | 'z';

/** A number a figure is made of, or a choice (a direction, an instant). */
export type ExplainedInput = {
  readonly name: string;
  readonly value: number | string;
  readonly meaning: string;
};

/**
 * One line of a calculation: `name = formula = value`. The formula speaks of
 * inputs and earlier steps by their names; where no closed form exists it is
 * a sentence. `null` is an open end or a bound that is infinite.
 */
export type ExplainedStep = {
  readonly name: string;
  readonly formula: string;
  readonly value: number | null;
};

/**
 * How one figure of a result was computed, for the reader of a screen: the
 * formula, the numbers that went in, every intermediate value, and the book or
 * paper the formula is from.
 *
 * `value` is the very number of the result; intervals have `interval` instead.
 * Functions in formulas: `Phi` and `Phi_upper` are the two tails of the
 * standard normal, `z_upper(p)` the value it exceeds with probability p, `phi`
 * its density; `T_upper`, `t_upper` the same for Student's t, `chi2_upper` for
 * chi-square.
 */
export type FigureExplanation = {
  readonly id: string;
  readonly title: string;
  readonly value: number | null;
  readonly interval?: Interval;
  readonly unit: FigureUnit;
  /** Plain text maths, in one or a few lines. */
  readonly formula: string;
  readonly inputs: readonly ExplainedInput[];
  readonly steps: readonly ExplainedStep[];
  /** Null where the formula is a convention of the platform. */
  readonly source: string | null;
  readonly note?: string;
};

/** Inputs and steps of a part of a calculation, to be put before others. */
export type Derivation = {
  readonly inputs: readonly ExplainedInput[];
  readonly steps: readonly ExplainedStep[];
};

/** What one health check adds to the parts all checks share. */
export type CheckExplanation = Derivation & {
  readonly unit: FigureUnit;
  readonly formula: string;
  readonly source: string | null;
};

/** One number that goes into a figure. */
export const input = (
  name: string,
  value: number | string,
  meaning: string,
): ExplainedInput => ({ name, value, meaning });

/** One line of a calculation; a value that is not finite is open. */
export const step = (
  name: string,
  formula: string,
  value: number | null,
): ExplainedStep => ({
  name,
  formula,
  value: value !== null && Number.isFinite(value) ? value : null,
});

/** Parts of a calculation, one after the other. */
export const joined = (...parts: readonly Derivation[]): Derivation => ({
  inputs: parts.flatMap(({ inputs }) => inputs),
  steps: parts.flatMap(({ steps }) => steps),
});
