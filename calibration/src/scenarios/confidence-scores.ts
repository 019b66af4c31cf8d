import type { PlattScaling } from '@etude/stats';
import {
  brierScore,
  expectedCalibrationError,
  fitPlattScaling,
  plattProbability,
  reliabilityCurve,
  weightedVote,
} from '@etude/stats';
import type { Random } from '../random/random';
import type { Claim, Figure, Observed } from '../report/figure';
import type { Study, StudyContext } from '../study';
import {
  NO_CLAIM,
  atMost,
  averageOf,
  between,
  equals,
  rateOf,
  valueOf,
} from '../study';

const ALPHA = 0.05;
/** Cases that the calibration is fitted to, and others that judge it. */
const FITTED = 2_000;
const JUDGED = 500;

/** One labelled case: its raw score and whether its answer was correct. */
type Case = { readonly score: number; readonly label: 0 | 1 };

/** Scores whose probability to be correct is known, and is logistic. */
type Scores = {
  readonly name: string;
  readonly truth: PlattScaling;
  /** E[p(1 − p)]: the Brier score of the true probabilities. */
  readonly brier: number;
  readonly quick: number;
  /** Of the share of samples that are refused; none separates its labels. */
  readonly refused: Claim;
  readonly draw: (random: Random) => Case;
};

const UNIFORM_TRUTH: PlattScaling = { intercept: -2, slope: 5 };

const UNIFORM: Scores = {
  name: 'uniform scores, logit −2 + 5 score',
  truth: UNIFORM_TRUTH,
  // ∫ p(1 − p) ds = (p(1) − p(0))/slope
  brier:
    (plattProbability(UNIFORM_TRUTH, 1) - plattProbability(UNIFORM_TRUTH, 0)) /
    UNIFORM_TRUTH.slope,
  quick: 150,
  refused: atMost(0.0001),
  draw: ({ uniform }) => {
    const score = uniform();
    const p = plattProbability(UNIFORM_TRUTH, score);
    return { score, label: uniform() < p ? 1 : 0 };
  },
};

const MODELS = 5;
const RIGHT = 0.7;
const LOGIT = Math.log(RIGHT / (1 - RIGHT));

// Of five models that are right with 0.7 each, k agree on the winner of two
// answers that are as likely: its logit is (2k − 5) log(0.7/0.3).
const VOTES_TRUTH: PlattScaling = {
  intercept: -MODELS * LOGIT,
  slope: 2 * MODELS * LOGIT,
};

const CHOOSE: Readonly<Record<number, number>> = { 3: 10, 4: 5, 5: 1 };

const votesBrier = Object.entries(CHOOSE).reduce((sum, [key, ways]) => {
  const k = Number(key);
  const won = ways * RIGHT ** k * (1 - RIGHT) ** (MODELS - k);
  const lost = ways * (1 - RIGHT) ** k * RIGHT ** (MODELS - k);
  return sum + (won * lost) / (won + lost);
}, 0);

const VOTES: Scores = {
  name: 'votes of 5 models, each right in 70 %',
  truth: VOTES_TRUTH,
  brier: votesBrier,
  quick: 60,
  refused: atMost(0.0001),
  draw: ({ uniform }) => {
    const { answer, rawConfidence } = valueOf(
      weightedVote(
        Array.from({ length: MODELS }, () => ({
          answer: uniform() < RIGHT ? 'right' : 'wrong',
          weight: 1,
        })),
      ),
    );
    return { score: rawConfidence, label: answer === 'right' ? 1 : 0 };
  },
};

const casesOf = ({ draw }: Scores, n: number, random: Random) => {
  const cases = Array.from({ length: n }, () => draw(random));
  return {
    scores: cases.map(({ score }) => score),
    labels: cases.map(({ label }) => label),
  };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

// Share of a curve's bins whose interval holds their mean prediction. Wilson
// covers unevenly where cases are few.
const LEAST_CASES = 30;

const shareWithin = (
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
): number => {
  const bins = valueOf(
    reliabilityCurve({ probabilities, labels, alpha: ALPHA }),
  ).filter(({ n }) => n >= LEAST_CASES);
  return mean(
    bins.map(({ meanPredicted, ci }) =>
      Number(ci[0] <= meanPredicted && meanPredicted <= ci[1]),
    ),
  );
};

/** What one fit and its judgement on other cases leave. */
type Judged = {
  readonly known: number;
  readonly calibrated: number;
  readonly raw: number;
  readonly bias: number;
  readonly error: number;
  readonly rawCalibrationError: number;
  readonly calibrationError: number;
  readonly slope: number;
  readonly knownWithin: number;
  readonly fittedWithin: number;
};

const judgeOne = (scores: Scores, random: Random): Judged | undefined => {
  const result = fitPlattScaling(casesOf(scores, FITTED, random));
  if (!result.ok) return undefined;
  const fit = result.value;
  const { scores: raw, labels } = casesOf(scores, JUDGED, random);
  const fitted = raw.map(score => plattProbability(fit, score));
  const known = raw.map(score => plattProbability(scores.truth, score));
  const differences = fitted.map((p, i) => p - (known[i] ?? Number.NaN));
  const brier = (probabilities: readonly number[]) =>
    valueOf(brierScore({ probabilities, labels })).score;
  const calibrationError = (probabilities: readonly number[]) =>
    valueOf(expectedCalibrationError({ probabilities, labels })).expected;
  return {
    known: brier(known),
    calibrated: brier(fitted) - brier(known),
    raw: brier(raw) - brier(known),
    bias: mean(differences),
    error: mean(differences.map(Math.abs)),
    rawCalibrationError: calibrationError(raw),
    calibrationError: calibrationError(fitted),
    slope: fit.slope / scores.truth.slope,
    knownWithin: shareWithin(known, labels),
    fittedWithin: shareWithin(fitted, labels),
  };
};

const figuresOf = (
  scores: Scores,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const count = replications(scores.quick);
  const runs = Array.from({ length: count }, () =>
    judgeOne(scores, random),
  ).filter(run => run !== undefined);
  const average = (of: keyof Judged) => averageOf(runs.map(run => run[of]));
  const figure = (
    quantity: string,
    observed: Observed,
    expected: { readonly nominal?: number; readonly claim: Claim },
  ): Figure => ({
    labels: [scores.name],
    quantity,
    observed,
    nominal: expected.nominal ?? null,
    claim: expected.claim,
  });
  return [
    figure('no fit', rateOf(count - runs.length, count), {
      nominal: 0,
      claim: scores.refused,
    }),
    figure('Brier score of the known probabilities', average('known'), {
      nominal: scores.brier,
      claim: equals(scores.brier),
    }),
    figure('Brier score that raw scores add', average('raw'), {
      claim: NO_CLAIM,
    }),
    // Two parameters from n cases: p(1 − p)·2/n on average, and less than
    // 0.25·2/n in any case.
    figure('Brier score that fitted ones add', average('calibrated'), {
      nominal: 0,
      claim: between(0, 0.5 / FITTED),
    }),
    figure('slope / true slope', average('slope'), {
      nominal: 1,
      claim: between(1, 1.03),
    }),
    figure('fitted − known probability', average('bias'), {
      nominal: 0,
      claim: between(-0.002, 0.002),
    }),
    figure('distance of fitted from known', average('error'), {
      claim: between(0, 0.0125),
    }),
    figure('bins that hold the known probability', average('knownWithin'), {
      nominal: 1 - ALPHA,
      claim: between(0.94, 0.965),
    }),
    figure('bins that hold the fitted probability', average('fittedWithin'), {
      nominal: 1 - ALPHA,
      claim: between(0.9, 0.955),
    }),
    figure('calibration error of raw scores', average('rawCalibrationError'), {
      claim: NO_CLAIM,
    }),
    figure('calibration error after the fit', average('calibrationError'), {
      claim: between(0, 0.055),
    }),
  ];
};

/** Confidence scores against known probabilities. */
export const confidenceScoresStudy: Study = {
  id: 'confidence-scores',
  title: 'Confidence scores',
  sentence:
    'Platt scaling fitted to 2,000 labelled cases and judged on 500 others, where the probability to be correct is known. Fitted probabilities are right on average and cost next to nothing in Brier score, where raw scores are far off; a bin’s 95 % interval holds the known probability as often as it says (bins of 30 cases or more), and the fitted one less often, by the error of the fit. The calibration error is above 0 by chance alone.',
  columns: ['scores'],
  run: context =>
    [UNIFORM, VOTES].flatMap(scores => figuresOf(scores, context)),
};
