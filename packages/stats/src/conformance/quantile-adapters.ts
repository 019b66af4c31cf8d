import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { momentsOf } from '../moments/moments';
import { summaryOf } from '../moments/sample-summary';
import {
  quantileDifferenceInterval,
  quantileInterval,
} from '../quantiles/quantile-interval';
import type { BoundedQuantile } from '../quantiles/quantile-test-from-bounds';
import { quantileTestFromBounds } from '../quantiles/quantile-test-from-bounds';
import type { CapRule } from '../quantiles/winsorize';
import { winsorize } from '../quantiles/winsorize';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { effectWithoutDfJson } from './effect-json';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectAt,
} from './case-input';
import { alternativeOf, testOptions } from './sample-input';

const interval: Adapter = input =>
  mapResult(
    quantileInterval({
      values: numbersAt(input, 'values'),
      quantile: numberAt(input, 'quantile'),
      alternative: alternativeOf(input),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({
      lower_index_1based: value.lowerRank,
      upper_index_1based: value.upperRank,
      estimate: value.estimate,
      ci: intervalJson(value.ci),
    }),
  );

const differenceInterval: Adapter = input =>
  mapResult(
    quantileDifferenceInterval({
      control: numbersAt(input, 'control'),
      treatment: numbersAt(input, 'treatment'),
      quantile: numberAt(input, 'quantile'),
      alternative: alternativeOf(input),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({ difference: value.difference, ci: intervalJson(value.ci) }),
  );

const boundedAt = (input: JsonObject, key: string): BoundedQuantile => {
  const variant = objectAt(input, key);
  const n = numberAt(variant, 'n');
  return {
    n,
    nBounds: numberOr(variant, 'n_star', n),
    estimate: numberAt(variant, 'estimate'),
    lower: numberAt(variant, 'lower'),
    upper: numberAt(variant, 'upper'),
  };
};

const fromBounds: Adapter = input =>
  mapResult(
    quantileTestFromBounds({
      control: boundedAt(input, 'control'),
      treatment: boundedAt(input, 'treatment'),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
      level: numberOr(input, 'bounds_level', 0.95),
    }),
    effectWithoutDfJson,
  );

const capRuleOf = (input: JsonObject): CapRule =>
  hasValue(input, 'upper_percentile')
    ? {
        kind: 'percentile',
        percentile: numberAt(input, 'upper_percentile'),
        zeros: input['ignore_zeros'] === true ? 'ignore' : 'count',
      }
    : { kind: 'absolute', value: numberAt(input, 'cap') };

const winsorizeTest: Adapter = input => {
  const capped = winsorize(
    [numbersAt(input, 'control'), numbersAt(input, 'treatment')],
    capRuleOf(input),
  );
  if (!capped.ok) return capped;
  const [control, treatment] = capped.value.variants.map(values =>
    summaryOf(momentsOf(values)),
  );
  if (!control || !treatment) throw new TypeError('Two variants are needed.');
  return mapResult(
    meanDifferenceTest({ control, treatment, ...testOptions(input) }),
    test => ({
      cap: capped.value.cap,
      control_mean: control.mean,
      treatment_mean: treatment.mean,
      difference: test.difference,
      std_err: test.stdErr,
      statistic: test.statistic,
      p_value: test.pValue,
      ci: intervalJson(test.ci),
    }),
  );
};

/** Quantiles and capping. */
export const quantileAdapters: AdapterTable = {
  quantile_ci: interval,
  quantile_diff_ci: differenceInterval,
  quantile_test_from_bounds: fromBounds,
  winsorize_test: winsorizeTest,
};
