import { alwaysValidRequiredUnits } from '../sequential/always-valid-required-units';
import { groupSequentialDesign } from '../sequential/group-sequential-design';
import type {
  GroupSequentialState,
  SequentialBound,
} from '../sequential/group-sequential-state';
import {
  nextLook,
  startGroupSequential,
} from '../sequential/group-sequential-state';
import type { StatsResult } from '../result';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import { hasValue, numberAt } from './case-input';
import { allocationOf, sidesOf } from './sample-input';
import { scheduleOf } from './sequential-input';

const design: Adapter = input =>
  mapResult(
    groupSequentialDesign({
      ...scheduleOf(input),
      power: numberAt(input, 'power'),
    }),
    value => ({
      information_fractions: value.informationFractions,
      z: value.z,
      cumulative_alpha_per_side: value.cumulativeAlphaPerSide,
      drift: value.drift,
      inflation_factor: value.inflationFactor,
      cumulative_power: value.cumulativePower,
      stop_probability_under_h1: value.stopProbabilityUnderEffect,
      stop_probability_under_h0: value.stopProbabilityUnderNull,
      expected_n_ratio_under_h1: value.expectedRatioUnderEffect,
      expected_n_ratio_under_h0: value.expectedRatioUnderNull,
    }),
  );

const boundsLookByLook = (
  start: GroupSequentialState,
  fractions: readonly number[],
): StatsResult<readonly SequentialBound[]> => {
  let state = start;
  const bounds: SequentialBound[] = [];
  for (const t of fractions) {
    const look = nextLook(state, t);
    if (!look.ok) return look;
    state = look.value.state;
    bounds.push(look.value.bound);
  }
  return { ok: true, value: bounds };
};

const lookByLook: Adapter = input => {
  const { informationFractions, ...spending } = scheduleOf(input);
  const start = startGroupSequential(spending);
  if (!start.ok) return start;
  return mapResult(
    boundsLookByLook(start.value, informationFractions),
    value => ({
      z: value.map(bound => bound.z),
      cumulative_alpha_per_side: value.map(
        bound => bound.cumulativeAlphaPerSide,
      ),
      nominal_p_per_side: value.map(bound => bound.nominalPPerSide),
    }),
  );
};

const requiredUnits: Adapter = input =>
  mapResult(
    alwaysValidRequiredUnits({
      alpha: numberAt(input, 'alpha'),
      sides: sidesOf(input),
      power: numberAt(input, 'power'),
      varianceControl: numberAt(input, 'var_control'),
      varianceTreatment: numberAt(input, 'var_treatment'),
      effect: numberAt(input, 'mde_absolute'),
      allocation: allocationOf(input),
      ...(hasValue(input, 'looks') ? { looks: numberAt(input, 'looks') } : {}),
      ...(hasValue(input, 'tuning_n')
        ? { tuningN: numberAt(input, 'tuning_n') }
        : {}),
    }),
    value => ({
      total_n_exact: value.totalExact,
      tuning_n: value.tuningN,
      inflation_factor: value.inflationFactor,
      expected_total_n_under_h1: value.expectedTotalUnderEffect,
      expected_total_n_under_h0: value.expectedTotalUnderNull,
    }),
  );

/** Plans of sequential tests, and bounds from a stored state. */
export const sequentialPlanningAdapters: AdapterTable = {
  gst_design: design,
  gst_next_look: lookByLook,
  always_valid_required_units: requiredUnits,
};
