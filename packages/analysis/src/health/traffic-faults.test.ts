import { describe, expect, it } from 'vitest';
import { plannedPairUnits } from '../designs/watch';
import { observedMetric, testInput } from '../test-input';
import { findTrafficFault } from './check-traffic';

const metric = observedMetric('m', 'success', { b: 10, mdeRelative: 0.02 });
const three = ['a', 'b', 'c'].map(id => ({ id, weight: id === 'a' ? 2 : 1 }));
const inputOf = (units: Readonly<Record<string, number>>) =>
  testInput({ observedMetrics: [metric], variants: three, units });
const faultOf = (units: Readonly<Record<string, number>>) =>
  findTrafficFault(inputOf(units));

describe('findTrafficFault', () => {
  it('finds none when every variant has units', () => {
    expect(faultOf({ a: 200, b: 100, c: 100 })).toBeUndefined();
  });

  it('names the variants of no plan, unless they have no units', () => {
    const units = { a: 200, b: 100, c: 100 };
    expect(faultOf({ ...units, x: 0 })).toBeUndefined();
    expect(faultOf({ ...units, x: 1, y: 2, z: 0 })).toMatchObject({
      kind: 'CONFIG_ERROR',
      sentence: 'Units were given x and y, which is not in the plan.',
    });
  });

  it('tells a variant without units from an experiment without units', () => {
    expect(faultOf({ a: 0, b: 0, c: 0 })).toMatchObject({
      kind: 'NO_EXPOSURE',
      sentence: 'No unit has been exposed.',
    });
    expect(faultOf({ a: 200, b: 0, c: 100 })).toMatchObject({
      kind: 'NO_EXPOSURE',
      sentence:
        'No unit has been exposed to b, while other variants have units.',
    });
  });
});

describe('plannedPairUnits', () => {
  // Weights 2 : 1 : 1: control and b have three quarters of all units.
  it('is the share of control and the variant in the planned units', () => {
    const { plan } = inputOf({});
    expect(plannedPairUnits({ ...plan, requiredUnits: 40_000 }, 'b')).toBe(
      30_000,
    );
    expect(plannedPairUnits(plan, 'b')).toBeUndefined();
  });
});
