import { bayesianEffect } from '../bayes/bayesian-effect';
import {
  betaBinomialEffect,
  chanceToWinProportion,
} from '../bayes/beta-binomial';
import type { GaussianEffect } from '../bayes/gaussian-effect';
import { gaussianEffect } from '../bayes/gaussian-effect';
import { relativeLift } from '../fixed-horizon/relative-lift';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import { computed } from '../result';
import { fitPlattScaling, plattProbability } from '../votes/platt-scaling';
import { weightedVote } from '../votes/weighted-vote';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectsAt,
  textAt,
  textOr,
} from './case-input';
import { directionOf, proportionAt, sampleAt } from './sample-input';

const effectJson = (value: GaussianEffect): JsonObject => ({
  posterior_mean: value.posteriorMean,
  posterior_sd: value.posteriorSd,
  chance_to_win: value.chanceToWin,
  credible_interval: intervalJson(value.credibleInterval),
  risk_ship_treatment: value.riskShipTreatment,
  risk_keep_control: value.riskKeepControl,
});

// A prior is given by variance or by standard deviation; null means flat.
const priorOf = (input: JsonObject) => {
  const mean = numberOr(input, 'prior_mean', 0);
  if (hasValue(input, 'prior_variance')) {
    return { prior: { mean, variance: numberAt(input, 'prior_variance') } };
  }
  return hasValue(input, 'prior_sd')
    ? { prior: { mean, variance: numberAt(input, 'prior_sd') ** 2 } }
    : {};
};

const gaussian: Adapter = input =>
  mapResult(
    gaussianEffect({
      estimate: numberAt(input, 'estimate'),
      stdErr: numberAt(input, 'std_err'),
      ...priorOf(input),
      alpha: numberAt(input, 'alpha'),
      preferredDirection: directionOf(input),
    }),
    effectJson,
  );

const relativeEffect: Adapter = input => {
  const estimate = (sample: SampleSummary) => ({
    mean: sample.mean,
    stdErr: Math.sqrt(varianceOfMean(sample)),
  });
  const lift = relativeLift({
    control: estimate(sampleAt(input, 'control')),
    treatment: estimate(sampleAt(input, 'treatment')),
    alpha: numberAt(input, 'alpha'),
  });
  if (!lift.ok) return lift;
  return mapResult(
    gaussianEffect({
      estimate: lift.value.lift,
      stdErr: lift.value.stdErr,
      ...priorOf(input),
      alpha: numberAt(input, 'alpha'),
      preferredDirection: directionOf(input),
    }),
    effectJson,
  );
};

// A difference in the metric's own unit; the prior is one of relative size.
const absoluteEffect: Adapter = input => {
  const control = sampleAt(input, 'control');
  const treatment = sampleAt(input, 'treatment');
  return mapResult(
    bayesianEffect({
      estimate: treatment.mean - control.mean,
      stdErr: Math.hypot(
        Math.sqrt(varianceOfMean(control)),
        Math.sqrt(varianceOfMean(treatment)),
      ),
      scale: { kind: 'absolute', controlMean: control.mean },
      ...(hasValue(input, 'prior_sd')
        ? {
            prior: {
              mean: numberOr(input, 'prior_mean', 0),
              sd: numberAt(input, 'prior_sd'),
            },
          }
        : {}),
      alpha: numberAt(input, 'alpha'),
      preferredDirection: directionOf(input),
    }),
    effectJson,
  );
};

const proportionsOf = (input: JsonObject) => ({
  control: proportionAt(input, 'control'),
  treatment: proportionAt(input, 'treatment'),
  prior: {
    a: numberOr(input, 'prior_alpha', 0.5),
    b: numberOr(input, 'prior_beta', 0.5),
  },
});

const betaBinomialView: Adapter = input =>
  mapResult(
    betaBinomialEffect({
      ...proportionsOf(input),
      alpha: numberAt(input, 'alpha'),
      preferredDirection: directionOf(input),
    }),
    value => ({
      posterior_mean: value.posteriorMean,
      chance_to_win: value.chanceToWin,
      credible_interval: intervalJson(value.credibleInterval),
      risk_ship_treatment: value.riskShipTreatment,
      risk_keep_control: value.riskKeepControl,
    }),
  );

const betaBinomial: Adapter = input =>
  mapResult(chanceToWinProportion(proportionsOf(input)), value => ({
    prob_treatment_better: value,
  }));

const platt: Adapter = input => {
  const fit = fitPlattScaling({
    scores: numbersAt(input, 'scores'),
    labels: numbersAt(input, 'labels').map(label => (label === 1 ? 1 : 0)),
    targets: /smooth|platt/.test(textOr(input, 'targets', 'hard'))
      ? 'smoothed'
      : 'hard',
  });
  if (!fit.ok) return fit;
  const scores = hasValue(input, 'predict') ? numbersAt(input, 'predict') : [];
  return computed({
    intercept: fit.value.intercept,
    slope: fit.value.slope,
    probabilities: scores.map(score => plattProbability(fit.value, score)),
  });
};

const vote: Adapter = input =>
  mapResult(
    weightedVote(
      objectsAt(input, 'votes').map(item => ({
        answer: textAt(item, 'answer'),
        weight: numberOr(item, 'weight', 1),
      })),
    ),
    value => ({ answer: value.answer, raw_confidence: value.rawConfidence }),
  );

/** Bayesian displays and scores of generated answers. */
export const bayesAdapters: AdapterTable = {
  bayes_gaussian_effect: gaussian,
  bayes_relative_effect: relativeEffect,
  bayes_absolute_effect: absoluteEffect,
  bayes_beta_binomial: betaBinomial,
  bayes_beta_binomial_effect: betaBinomialView,
  platt_scaling: platt,
  weighted_vote: vote,
};
