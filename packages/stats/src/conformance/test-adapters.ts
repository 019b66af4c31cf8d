import { cupedTest } from '../fixed-horizon/cuped';
import type { DirectedTest } from '../fixed-horizon/directed-test';
import {
  inferiorityTest,
  nonInferiorityTest,
  superiorityTest,
} from '../fixed-horizon/directed-test';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { newcombeInterval } from '../fixed-horizon/newcombe-interval';
import { proportionDifferenceTest } from '../fixed-horizon/proportion-difference';
import { ratioMetricTest } from '../fixed-horizon/ratio-metric';
import { regressionAdjustedTest } from '../fixed-horizon/regression-adjustment';
import { wilsonInterval } from '../fixed-horizon/wilson-interval';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { hasValue, numberAt, oneOf, textAt } from './case-input';
import { effectJson } from './effect-json';
import {
  alternativeOf,
  directionOf,
  pairAt,
  proportionAt,
  sampleAt,
  testOf,
  testOptions,
} from './sample-input';

const directedJson = (test: DirectedTest): JsonObject => ({
  ...effectJson(test),
  null: test.null,
  significant: test.significant,
});

const meanDifference: Adapter = input =>
  mapResult(
    meanDifferenceTest({
      control: sampleAt(input, 'control'),
      treatment: sampleAt(input, 'treatment'),
      ...testOptions(input),
    }),
    effectJson,
  );

const proportionDifference: Adapter = input => {
  const shared = {
    control: proportionAt(input, 'control'),
    treatment: proportionAt(input, 'treatment'),
    alternative: alternativeOf(input),
    alpha: numberAt(input, 'alpha'),
  };
  const method = oneOf(input, 'method', [
    'unpooled-z',
    'pooled-z',
    'newcombe',
    'newcombe-score',
  ]);
  if (method === 'newcombe' || method === 'newcombe-score') {
    return mapResult(newcombeInterval(shared), value => ({
      difference: value.difference,
      ci: intervalJson(value.ci),
    }));
  }
  return mapResult(
    proportionDifferenceTest({
      ...shared,
      method,
      null: testOptions(input).null,
    }),
    test => ({ ...effectJson(test), chi_square: test.statistic ** 2 }),
  );
};

const ratioMetric: Adapter = input =>
  mapResult(
    ratioMetricTest({
      control: pairAt(input, 'control', { x: 'den', y: 'num' }),
      treatment: pairAt(input, 'treatment', { x: 'den', y: 'num' }),
      ...testOptions(input),
    }),
    test => ({
      ...effectJson(test),
      control_ratio: test.controlRatio,
      control_se: test.controlStdErr,
      treatment_ratio: test.treatmentRatio,
      treatment_se: test.treatmentStdErr,
    }),
  );

const REGRESSION_METHODS = new Set([
  'full-regression',
  'regression-adjustment',
  'negi-wooldridge',
  'lin',
]);

const cuped: Adapter = input => {
  const options = {
    control: pairAt(input, 'control', { x: 'x', y: 'y' }),
    treatment: pairAt(input, 'treatment', { x: 'x', y: 'y' }),
    ...testOptions(input),
  };
  if (REGRESSION_METHODS.has(textAt(input, 'method'))) {
    return mapResult(regressionAdjustedTest(options), test => ({
      ...effectJson(test),
      slope_control: test.slopesControl[0] ?? null,
      slope_treatment: test.slopesTreatment[0] ?? null,
      adjusted_mean_control: test.adjustedMeanControl,
      adjusted_mean_treatment: test.adjustedMeanTreatment,
    }));
  }
  return mapResult(cupedTest(options), test => ({
    ...effectJson(test),
    theta: test.thetas[0] ?? null,
    adjusted_mean_control: test.adjustedMeanControl,
    adjusted_mean_treatment: test.adjustedMeanTreatment,
    variance_reduction: test.varianceReduction,
  }));
};

const directedOptions = (input: JsonObject) => ({
  control: sampleAt(input, 'control'),
  treatment: sampleAt(input, 'treatment'),
  preferredDirection: directionOf(input),
  alpha: numberAt(input, 'alpha'),
  test: testOf(input),
});

const nonInferiority: Adapter = input =>
  mapResult(
    nonInferiorityTest({
      ...directedOptions(input),
      nimRelative: numberAt(input, 'nim_relative'),
      margin: oneOf<'fixed' | 'exact'>(input, 'margin', ['fixed', 'exact']),
      ...(hasValue(input, 'margin_mean')
        ? { marginMean: numberAt(input, 'margin_mean') }
        : {}),
    }),
    directedJson,
  );

const inferiority: Adapter = input =>
  mapResult(inferiorityTest(directedOptions(input)), directedJson);

const superiority: Adapter = input =>
  mapResult(superiorityTest(directedOptions(input)), directedJson);

const wilson: Adapter = input =>
  mapResult(
    wilsonInterval({
      successes: numberAt(input, 'successes'),
      n: numberAt(input, 'n'),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({ estimate: value.estimate, ci: intervalJson(value.ci) }),
  );

/** Fixed-horizon tests and intervals. */
export const testAdapters: AdapterTable = {
  mean_diff_test: meanDifference,
  proportion_diff_test: proportionDifference,
  ratio_metric_test: ratioMetric,
  cuped,
  non_inferiority_test: nonInferiority,
  inferiority_test: inferiority,
  superiority_test: superiority,
  wilson_interval: wilson,
};
