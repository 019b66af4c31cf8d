import { arrivalVariation } from '../sample-size/arrival-variation';
import {
  boundaryCrossings,
  boundaryDrift,
} from '../sample-size/boundary-power';
import { requiredSampleSizeForWidth } from '../sample-size/required-size-for-width';
import { estimateRuntime, expectedUnitsByDay } from '../sample-size/runtime';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { hasValue, numberAt, numberOr, numbersAt } from './case-input';
import { allocationOf } from './sample-input';

const historyOf = (input: JsonObject) => ({
  cumulativeUniqueUnits: numbersAt(input, 'cumulative_unique_units_by_day'),
  trafficShare: numberOr(input, 'traffic_share', 1),
});

const runtime: Adapter = input =>
  mapResult(
    estimateRuntime({
      ...historyOf(input),
      requiredTotal: numberAt(input, 'required_total_n'),
    }),
    value => ({
      days: value.days,
      weeks: value.weeks,
      reached_within_history: value.reachedWithinHistory,
      days_interval: value.interval ? intervalJson(value.interval) : null,
    }),
  );

const unitsByDay: Adapter = input =>
  mapResult(
    expectedUnitsByDay({ ...historyOf(input), day: numberAt(input, 'day') }),
    units => ({ units }),
  );

const variation: Adapter = input => {
  const found = arrivalVariation(numbersAt(input, 'new_units_by_day'));
  return {
    ok: true,
    value: {
      known: found !== undefined,
      dispersion: found?.dispersion ?? null,
      degrees_of_freedom: found?.degreesOfFreedom ?? null,
      weekdays: found?.weekdays ?? null,
    },
  };
};

const width: Adapter = input =>
  mapResult(
    requiredSampleSizeForWidth({
      width: numberAt(input, 'width'),
      alpha: numberAt(input, 'alpha'),
      varianceControl: numberAt(input, 'var_control'),
      ...(hasValue(input, 'var_treatment')
        ? { varianceTreatment: numberAt(input, 'var_treatment') }
        : {}),
      allocation: allocationOf(input),
    }),
    value => ({
      total_n_exact: value.totalExact,
      n_per_group_exact: value.perVariantExact,
      n_per_group_rounded_up: value.perVariant,
    }),
  );

const boundaryOf = (input: JsonObject) => ({
  informationFractions: numbersAt(input, 'information_fractions'),
  z: numbersAt(input, 'z'),
});

const crossings: Adapter = input =>
  mapResult(
    boundaryCrossings({
      ...boundaryOf(input),
      drifts: numbersAt(input, 'drifts'),
    }),
    value => ({ crossing_probabilities: value }),
  );

const drift: Adapter = input =>
  mapResult(
    boundaryDrift({ ...boundaryOf(input), power: numberAt(input, 'power') }),
    value => ({ drift: value }),
  );

/** Planning: traffic, widths and given boundaries. */
export const planningAdapters: AdapterTable = {
  runtime_estimate: runtime,
  units_by_day: unitsByDay,
  arrival_variation: variation,
  sample_size_for_width: width,
  boundary_crossings: crossings,
  boundary_drift: drift,
};
