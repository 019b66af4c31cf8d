import { checkFinite, lengthMismatch } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';

/** Logistic calibration: `p = 1/(1 + exp(−(intercept + slope·score)))`. */
export type PlattScaling = {
  readonly intercept: number;
  readonly slope: number;
};

/** Raw scores with what turned out to be correct (1) or not (0). */
export type PlattScalingInput = {
  readonly scores: readonly number[];
  readonly labels: readonly (0 | 1)[];
  /** `smoothed` uses Platt's targets, which also fit separable data. */
  readonly targets?: 'hard' | 'smoothed';
};

const NEWTON_CAP = 100;
const TOLERANCE = 1e-12;

/** The calibrated probability of a score. */
export const plattProbability = (fit: PlattScaling, score: number): number =>
  1 / (1 + Math.exp(-(fit.intercept + fit.slope * score)));

const notIdentified: StatsProblem = {
  code: 'ETUDE_STATS_NO_CONVERGENCE',
  path: 'labels',
  message:
    'The scores separate the labels (or one label or score is missing), so no finite calibration fits best. Add labelled cases or use smoothed targets.',
};

const targetsOf = (input: PlattScalingInput): readonly number[] => {
  if (input.targets !== 'smoothed') return input.labels;
  const positives = input.labels.filter(label => label === 1).length;
  const negatives = input.labels.length - positives;
  return input.labels.map(label =>
    label === 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2),
  );
};

type Step = { readonly intercept: number; readonly slope: number };

// Newton step of the cross-entropy; the score is centred by the caller, which
// keeps the 2×2 system well conditioned.
const newtonStep = (
  fit: PlattScaling,
  scores: readonly number[],
  targets: readonly number[],
): Step => {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  scores.forEach((score, i) => {
    const p = plattProbability(fit, score);
    const residual = (targets[i] ?? NaN) - p;
    const weight = p * (1 - p);
    g0 += residual;
    g1 += residual * score;
    h00 += weight;
    h01 += weight * score;
    h11 += weight * score * score;
  });
  const determinant = h00 * h11 - h01 * h01;
  return {
    intercept: (h11 * g0 - h01 * g1) / determinant,
    slope: (h00 * g1 - h01 * g0) / determinant,
  };
};

const crossEntropy = (
  fit: PlattScaling,
  scores: readonly number[],
  targets: readonly number[],
): number =>
  scores.reduce((sum, score, i) => {
    const eta = fit.intercept + fit.slope * score;
    // log(1 + e^η) − t η without overflow.
    const softplus = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
    return sum + softplus - (targets[i] ?? NaN) * eta;
  }, 0);

const HALVINGS = 40;

// Halve the step until the loss does not grow: Newton alone can overshoot.
const damped = (
  fit: PlattScaling,
  step: Step,
  loss: (candidate: PlattScaling) => number,
): PlattScaling => {
  const before = loss(fit);
  let size = 1;
  for (let i = 0; i < HALVINGS; i += 1, size /= 2) {
    const candidate = {
      intercept: fit.intercept + size * step.intercept,
      slope: fit.slope + size * step.slope,
    };
    // Near the optimum losses differ by less than the rounding of their sums.
    if (loss(candidate) <= before + 1e-12 * Math.abs(before)) return candidate;
  }
  return fit;
};

const fitCentred = (
  scores: readonly number[],
  targets: readonly number[],
): PlattScaling | undefined => {
  let fit: PlattScaling = { intercept: 0, slope: 0 };
  const loss = (candidate: PlattScaling): number =>
    crossEntropy(candidate, scores, targets);
  for (let i = 0; i < NEWTON_CAP; i += 1) {
    const step = newtonStep(fit, scores, targets);
    if (!Number.isFinite(step.intercept) || !Number.isFinite(step.slope)) {
      return undefined;
    }
    const size = Math.abs(step.intercept) + Math.abs(step.slope);
    if (size <= TOLERANCE * (1 + Math.abs(fit.intercept) + Math.abs(fit.slope)))
      return fit;
    fit = damped(fit, step, loss);
  }
  return undefined;
};

/**
 * Fits the calibration of raw scores by maximum likelihood.
 *
 * Damped Newton on the cross-entropy, tolerance 1e-12, cap 100 steps; smoothed
 * targets are (N₊+1)/(N₊+2) and 1/(N₋+2). Source: Platt 1999, "Probabilistic
 * outputs for support vector machines"; Lin, Lin & Weng 2007. Fit on cases
 * that did not choose the weights. Checked against R's `glm`.
 *
 * Refuses lists of different length, and separable data with hard targets.
 */
export const fitPlattScaling = (
  input: PlattScalingInput,
): StatsResult<PlattScaling> => {
  const { scores, labels } = input;
  const refusal = refusalOf([
    ...(scores.length === labels.length
      ? []
      : [
          lengthMismatch(
            'scores and labels',
            `${scores.length} and ${labels.length}`,
          ),
        ]),
    ...scores.flatMap((score, i) => checkFinite(score, `scores[${i}]`)),
  ]);
  if (refusal) return refusal;
  const mean =
    scores.reduce((sum, score) => sum + score, 0) / Math.max(scores.length, 1);
  // On the scale of one, so that an extreme score does not drown the others in
  // the rounding of its products.
  const scale =
    scores.reduce((most, score) => Math.max(most, Math.abs(score - mean)), 0) ||
    1;
  const fit = fitCentred(
    scores.map(score => (score - mean) / scale),
    targetsOf(input),
  );
  if (!fit) return refusedWith(notIdentified);
  const slope = fit.slope / scale;
  return computed({ intercept: fit.intercept - slope * mean, slope });
};
