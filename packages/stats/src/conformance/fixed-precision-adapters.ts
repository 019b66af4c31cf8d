import type { FixedPowerCheck } from '../fixed-precision/fixed-power-check';
import { fixedPowerLook } from '../fixed-precision/fixed-power-look';
import type { FixedWidthCheck } from '../fixed-precision/fixed-width-check';
import { fixedWidthCheck } from '../fixed-precision/fixed-width-check';
import { fixedWidthLook } from '../fixed-precision/fixed-width-look';
import type {
  LookMoment,
  MetricPrecisionLook,
  PrecisionLook,
  PrecisionProgress,
} from '../fixed-precision/precision-look';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectsAt,
  oneOf,
  textAt,
} from './case-input';
import { sidesOf } from './sample-input';

const samplesOf = (input: JsonObject) => ({
  control: {
    n: numberAt(input, 'n_control'),
    mean: numberAt(input, 'mean_control'),
    variance: numberAt(input, 'var_control'),
  },
  treatment: {
    n: numberAt(input, 'n_treatment'),
    variance: numberAt(input, 'var_treatment'),
  },
  alpha: numberAt(input, 'alpha'),
  sides: sidesOf(input),
  ...(hasValue(input, 'baseline_mean')
    ? { baselineMean: numberAt(input, 'baseline_mean') }
    : {}),
});

const eventsOf = (
  input: JsonObject,
): { readonly events?: readonly [number, number] } => {
  if (!hasValue(input, 'events')) return {};
  const [control = NaN, treatment = NaN] = numbersAt(input, 'events');
  return { events: [control, treatment] };
};

const momentOf = (input: JsonObject): LookMoment => ({
  unitsByCompleteDay: numbersAt(input, 'units_by_complete_day'),
  stopAfter: oneOf(input, 'stop_after', ['day', 'week']),
  burnIn: {
    units: numberOr(input, 'burn_in_units', 100),
    events: numberOr(input, 'burn_in_events', 30),
  },
});

const powerJson = (check: FixedPowerCheck): JsonObject => ({
  mde_absolute: check.mdeAbsolute,
  required_total_n_exact: check.requiredTotalExact,
  current_total_n: check.currentTotal,
  progress: check.progress,
  current_power: check.currentPower,
  powered_effect: check.poweredEffect,
  max_std_err: check.maxStdErr,
});

const widthJson = (check: FixedWidthCheck): JsonObject => ({
  width_absolute: check.widthAbsolute,
  current_width: check.currentWidth,
  current_width_relative: check.currentWidthRelative,
  required_total_n_exact: check.requiredTotalExact,
  current_total_n: check.currentTotal,
  progress: check.progress,
  stop: check.isNarrow,
  max_std_err: check.maxStdErr,
});

const metricJson = <C extends PrecisionProgress>(
  metric: MetricPrecisionLook<C>,
  checkJson: (check: C) => JsonObject,
): JsonObject => {
  const { id, state } = metric;
  if (state === 'burn-in') return { id, state, missing: metric.missing };
  if (state === 'problem') {
    return { id, state, problems: metric.problems.map(({ code }) => code) };
  }
  return { id, state, ...checkJson(metric.check) };
};

const lookJson = <C extends PrecisionProgress>(
  look: PrecisionLook<C>,
  checkJson: (check: C) => JsonObject,
): JsonObject => ({
  state: look.state,
  may_stop: look.mayStop,
  complete_days: look.completeDays,
  progress: look.progress,
  projected_complete_days: look.projectedFinish?.completeDays ?? null,
  days_left: look.projectedFinish?.daysLeft ?? null,
  metrics: look.metrics.map(metric => metricJson(metric, checkJson)),
});

const widthCheck: Adapter = input =>
  mapResult(
    fixedWidthCheck({
      ...samplesOf(input),
      widthRelative: numberAt(input, 'width_relative'),
    }),
    widthJson,
  );

const powerLook: Adapter = input =>
  mapResult(
    fixedPowerLook({
      ...momentOf(input),
      metrics: objectsAt(input, 'metrics').map(metric => ({
        id: textAt(metric, 'id'),
        ...samplesOf(metric),
        ...eventsOf(metric),
        power: numberAt(metric, 'power'),
        mdeRelative: numberAt(metric, 'mde_relative'),
      })),
    }),
    look => lookJson(look, powerJson),
  );

const widthLook: Adapter = input =>
  mapResult(
    fixedWidthLook({
      ...momentOf(input),
      metrics: objectsAt(input, 'metrics').map(metric => ({
        id: textAt(metric, 'id'),
        ...samplesOf(metric),
        ...eventsOf(metric),
        widthRelative: numberAt(metric, 'width_relative'),
      })),
    }),
    look => lookJson(look, widthJson),
  );

/** Designs that stop on precision. */
export const fixedPrecisionAdapters: AdapterTable = {
  fixed_width_check: widthCheck,
  fixed_power_look: powerLook,
  fixed_width_look: widthLook,
};
