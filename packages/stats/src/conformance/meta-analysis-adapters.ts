import { cumulativeImpact } from '../meta-analysis/cumulative-impact';
import type { TotalEffect } from '../meta-analysis/cumulative-impact';
import type { HeterogeneityMethod } from '../meta-analysis/heterogeneity';
import { pooledEffect } from '../meta-analysis/pooled-effect';
import type { ShrunkenEffects } from '../meta-analysis/shrunken-effects';
import { shrunkenEffects } from '../meta-analysis/shrunken-effects';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { hasValue, numberAt, objectsAt, oneOf } from './case-input';

const effectsOf = (input: JsonObject) =>
  objectsAt(input, 'effects').map(effect => ({
    estimate: numberAt(effect, 'estimate'),
    stdErr: numberAt(effect, 'std_err'),
    shipped: effect['shipped'] === true,
  }));

const priorOf = (input: JsonObject) => ({
  heterogeneity: oneOf<HeterogeneityMethod>(input, 'heterogeneity', [
    'reml',
    'dersimonian-laird',
    'paule-mandel',
  ]),
  ...(hasValue(input, 'centre') ? { centre: numberAt(input, 'centre') } : {}),
});

const pooled: Adapter = input =>
  mapResult(
    pooledEffect({
      effects: effectsOf(input),
      method: oneOf<'fixed' | HeterogeneityMethod>(input, 'method', [
        'reml',
        'fixed',
        'dersimonian-laird',
        'paule-mandel',
      ]),
      inference: oneOf<'z' | 'hartung-knapp' | 'hartung-knapp-adhoc'>(
        input,
        'inference',
        ['z', 'hartung-knapp', 'hartung-knapp-adhoc'],
      ),
      alpha: numberAt(input, 'alpha'),
    }),
    ({ heterogeneity, ...value }) => ({
      estimate: value.estimate,
      std_err: value.stdErr,
      statistic: value.statistic,
      p_value: value.pValue,
      ci: intervalJson(value.ci),
      weights: value.weights,
      tau_squared: heterogeneity.tauSquared,
      tau_squared_interval: heterogeneity.tauSquaredInterval,
      q: heterogeneity.q,
      q_p_value: heterogeneity.qPValue,
      i_squared: heterogeneity.iSquared,
      prediction_interval: value.predictionInterval,
    }),
  );

const shrunkenJson = (value: ShrunkenEffects): JsonObject => ({
  centre: value.centre,
  centre_std_err: value.centreStdErr,
  tau_squared: value.tauSquared,
  estimates: value.effects.map(effect => effect.estimate),
  shrinkage: value.effects.map(effect => effect.shrinkage),
  std_errs: value.effects.map(effect => effect.stdErr),
});

const shrunken: Adapter = input =>
  mapResult(
    shrunkenEffects({
      ...priorOf(input),
      effects: effectsOf(input),
      method: oneOf<'normal-normal' | 'james-stein'>(input, 'method', [
        'normal-normal',
        'james-stein',
      ]),
      alpha: numberAt(input, 'alpha'),
    }),
    shrunkenJson,
  );

const totalJson = (total: TotalEffect): JsonObject => ({
  estimate: total.estimate,
  std_err: total.stdErr,
  ci: intervalJson(total.ci),
});

const impact: Adapter = input =>
  mapResult(
    cumulativeImpact({
      ...priorOf(input),
      effects: effectsOf(input),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({
      shipped: value.shipped,
      impact: totalJson(value.impact),
      measured: totalJson(value.measured),
    }),
  );

/** Several experiments together. */
export const metaAnalysisAdapters: AdapterTable = {
  pooled_effect: pooled,
  shrunken_effects: shrunken,
  cumulative_impact: impact,
};
