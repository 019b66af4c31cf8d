import type { AlwaysValidResult } from '../sequential/asymptotic-confidence-sequence';
import { asymptoticConfidenceSequence } from '../sequential/asymptotic-confidence-sequence';
import { generalisedAlwaysValidInterval } from '../sequential/gavi';
import { groupSequentialAnalysis } from '../sequential/group-sequential-analysis';
import { groupSequentialBounds } from '../sequential/group-sequential-bounds';
import {
  groupSequentialDesign,
  groupSequentialPower,
} from '../sequential/group-sequential-design';
import { mixtureSprt } from '../sequential/mixture-sprt';
import { runningAlwaysValidP } from '../sequential/running-p';
import { varianceOfMean } from '../moments/sample-summary';
import { requiredSampleSize } from '../sample-size/required-sample-size';
import type { Sides } from '../sample-size/required-sample-size';
import type { Alternative } from '../fixed-horizon/effect-test';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectsAt,
  oneOf,
} from './case-input';
import { allocationOf, alternativeOf, sampleAt, sidesOf } from './sample-input';
import { scheduleOf, spendingOf } from './sequential-input';

const bounds: Adapter = input =>
  mapResult(groupSequentialBounds(scheduleOf(input)), value => ({
    z: value.z,
    cumulative_alpha_per_side: value.cumulativeAlphaPerSide,
    nominal_p_per_side: value.nominalPPerSide,
  }));

const lookOf = (look: JsonObject) => {
  const variant = (name: string) => ({
    n: numberAt(look, `n_${name}`),
    mean: numberAt(look, `mean_${name}`),
    variance: numberAt(look, `var_${name}`),
  });
  return { control: variant('control'), treatment: variant('treatment') };
};

const analysis: Adapter = input => {
  const isOneSided = sidesOf(input) === 1;
  const given = alternativeOf(input);
  return mapResult(
    groupSequentialAnalysis({
      looks: objectsAt(input, 'looks').map(look => ({
        ...lookOf(look),
        null: numberOr(look, 'null', numberOr(input, 'null', 0)),
      })),
      plannedTotal: numberAt(input, 'planned_total_n'),
      spending: spendingOf(input),
      alpha: numberAt(input, 'alpha'),
      alternative: isOneSided && given === 'two-sided' ? 'larger' : given,
      overRun: oneOf(input, 'over_run', ['rescale', 'strict']),
      underRun: oneOf(input, 'under_run', ['leave-unspent', 'spend-remaining']),
    }),
    looks => ({
      looks: looks.map(look => ({
        phase: look.phase,
        information_fraction: look.informationFraction,
        difference: look.difference,
        std_err: look.stdErr,
        z: look.z,
        bound: Number.isFinite(look.bound) ? look.bound : null,
        ci: intervalJson(look.ci),
        significant: look.significant,
      })),
    }),
  );
};

const varianceOf = (input: JsonObject): number =>
  hasValue(input, 'variance')
    ? numberAt(input, 'variance')
    : numberAt(input, 'sd') ** 2;

const sampleSize: Adapter = input => {
  const power = numberAt(input, 'power');
  const fixed = requiredSampleSize({
    alpha: numberAt(input, 'alpha'),
    sides: sidesOf(input),
    power,
    varianceControl: varianceOf(input),
    effect: numberAt(input, 'mde_absolute'),
    allocation: allocationOf(input),
  });
  if (!fixed.ok) return fixed;
  return mapResult(
    groupSequentialDesign({ ...scheduleOf(input), power }),
    value => ({
      inflation_factor: value.inflationFactor,
      fixed_total_n: fixed.value.totalExact,
      max_total_n: fixed.value.totalExact * value.inflationFactor,
      expected_n_ratio_under_h1: value.expectedRatioUnderEffect,
      expected_n_ratio_under_h0: value.expectedRatioUnderNull,
    }),
  );
};

const power: Adapter = input => {
  const [control, treatment] = allocationOf(input);
  const total = numberAt(input, 'max_total_n');
  const perWeight = total / (control + treatment);
  const stdErr = Math.sqrt(
    varianceOf(input) *
      (1 / (perWeight * control) + 1 / (perWeight * treatment)),
  );
  return mapResult(
    groupSequentialPower({
      ...scheduleOf(input),
      drift: Math.abs(numberAt(input, 'effect')) / stdErr,
    }),
    value => ({
      power: value.power,
      reject_probability_per_look: value.rejectProbabilityPerLook,
    }),
  );
};

const sideOf = (input: JsonObject, sides: Sides): Alternative => {
  const given = alternativeOf(input);
  if (sides === 2) return 'two-sided';
  return given === 'two-sided' ? 'larger' : given;
};

const sequenceJson = (value: AlwaysValidResult): JsonObject => ({
  rho: value.rho,
  half_width: value.halfWidth,
  ci: intervalJson(value.ci),
  p_value: value.pValue,
  significant: value.significant,
});

const asymptotic: Adapter = input =>
  mapResult(
    asymptoticConfidenceSequence({
      difference: numberAt(input, 'difference'),
      stdErr: numberAt(input, 'std_err'),
      nTotal: numberAt(input, 'n_total'),
      tuningN: numberAt(input, 'tuning_n'),
      alpha: numberAt(input, 'alpha'),
      alternative: sideOf(input, sidesOf(input)),
    }),
    sequenceJson,
  );

const alwaysValidTest: Adapter = input => {
  const control = sampleAt(input, 'control');
  const treatment = sampleAt(input, 'treatment');
  const difference = treatment.mean - control.mean;
  const stdErr = Math.sqrt(varianceOfMean(control) + varianceOfMean(treatment));
  return mapResult(
    asymptoticConfidenceSequence({
      difference,
      stdErr,
      nTotal: control.n + treatment.n,
      tuningN: numberAt(input, 'tuning_n'),
      alpha: numberAt(input, 'alpha'),
      alternative: sideOf(input, sidesOf(input)),
    }),
    value => ({ difference, std_err: stdErr, ...sequenceJson(value) }),
  );
};

const gavi: Adapter = input =>
  mapResult(
    generalisedAlwaysValidInterval({
      estimate: numberAt(input, 'estimate'),
      nPerVariant: numberAt(input, 'n_per_group'),
      variance: numberAt(input, 'sigma2'),
      phi: numberAt(input, 'phi'),
      alpha: numberAt(input, 'alpha'),
      alternative: sideOf(input, sidesOf(input)),
    }),
    value => ({
      rho: value.rho,
      half_width: value.halfWidth,
      ci: intervalJson(value.ci),
      p_value: value.pValue,
      significant: value.significant,
    }),
  );

const msprt: Adapter = input =>
  mapResult(
    mixtureSprt({
      estimate: numberAt(input, 'estimate'),
      stdErr: numberAt(input, 'std_err'),
      residualSd: numberAt(input, 'residual_sd'),
      phi: numberAt(input, 'phi'),
      alpha: numberAt(input, 'alpha'),
      alternative: sideOf(input, sidesOf(input)),
    }),
    value => ({
      radius: value.radius,
      ci: intervalJson(value.ci),
      p_value: value.pValue,
      significant: value.significant,
      likelihood_ratio: value.likelihoodRatio,
    }),
  );

const runningP: Adapter = input =>
  mapResult(
    runningAlwaysValidP({
      z: numbersAt(input, 'z'),
      nTotal: numbersAt(input, 'n_total'),
      tuningN: numberAt(input, 'tuning_n'),
      alpha: numberAt(input, 'alpha'),
      alternative: sideOf(input, sidesOf(input)),
    }),
    value => ({ running_p: value }),
  );

/** Group sequential and always-valid methods. */
export const sequentialAdapters: AdapterTable = {
  gst_bounds: bounds,
  gst_analysis: analysis,
  gst_sample_size: sampleSize,
  gst_power: power,
  always_valid_asymptotic_cs: asymptotic,
  always_valid_test: alwaysValidTest,
  always_valid_gavi: gavi,
  always_valid_msprt: msprt,
  always_valid_running_p: runningP,
};
