import { welchDegreesOfFreedom } from '../fixed-horizon/mean-difference';
import type { RelativeLift } from '../fixed-horizon/relative-lift';
import { relativeLift } from '../fixed-horizon/relative-lift';
import { varianceOfMean } from '../moments/sample-summary';
import type { SampleSummary } from '../moments/sample-summary';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { numberAt, numberOr, objectAt, oneOf } from './case-input';
import { alternativeOf, sampleAt, testOf } from './sample-input';

const liftJson = (lift: RelativeLift): JsonObject => ({
  lift: lift.lift,
  std_err: lift.stdErr,
  p_value: lift.pValue,
  ci: intervalJson(lift.ci),
  bounded: true,
});

const LIFT_METHODS = ['delta', 'fieller', 'naive'] as const;

const relativeLiftInterval: Adapter = input => {
  const [control, treatment] = [
    objectAt(input, 'control'),
    objectAt(input, 'treatment'),
  ];
  const estimate = (variant: JsonObject) => ({
    mean: numberAt(variant, 'mean'),
    stdErr: numberAt(variant, 'std_err'),
  });
  return mapResult(
    relativeLift({
      control: estimate(control),
      treatment: estimate(treatment),
      method: oneOf(input, 'method', LIFT_METHODS),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
    }),
    liftJson,
  );
};

const relativeLiftTest: Adapter = input => {
  const control = sampleAt(input, 'control');
  const treatment = sampleAt(input, 'treatment');
  const estimate = (sample: SampleSummary) => ({
    mean: sample.mean,
    stdErr: Math.sqrt(varianceOfMean(sample)),
  });
  const df =
    testOf(input) === 'welch-t'
      ? welchDegreesOfFreedom(control, treatment)
      : Infinity;
  return mapResult(
    relativeLift({
      control: estimate(control),
      treatment: estimate(treatment),
      method: oneOf(input, 'method', LIFT_METHODS),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
      df,
    }),
    liftJson,
  );
};

/** Relative effects. */
export const liftAdapters: AdapterTable = {
  relative_lift_ci: relativeLiftInterval,
  relative_lift_test: relativeLiftTest,
};
