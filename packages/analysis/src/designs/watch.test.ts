import type { ExperimentDesign } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import { testInput } from '../test-input';
import { TEST_RATES } from './design-test-input';
import type { WatchedTest } from './watch';
import { plannedPairUnits, watchOf } from './watch';

const input = testInput({
  observedMetrics: [],
  variants: [
    { id: 'a', weight: 2 },
    { id: 'b', weight: 1 },
    { id: 'c', weight: 1 },
  ],
});
// a and b have three of four parts: 3,000 of 4,000 units.
const plan = { ...input.plan, requiredUnits: 4_000 };
const NO_HISTORY = { units: [], runningP: 1 };
const LOOKED = { units: [900], runningP: 1 };

const fixed = { kind: 'fixed-horizon' as const, ...TEST_RATES };
const always = { kind: 'always-valid' as const, ...TEST_RATES };
const gst = {
  kind: 'group-sequential' as const,
  ...TEST_RATES,
  plannedLooks: 5,
  spending: { kind: 'pocock' as const },
  overRun: 'strict' as const,
};

const watch = (
  design: ExperimentDesign,
  kind: WatchedTest['kind'],
  changes: Partial<WatchedTest> & {
    readonly requiredUnits?: number | undefined;
    readonly pastLooks?: readonly never[] | undefined;
  } = {},
) => {
  const { requiredUnits, pastLooks, ...rest } = {
    requiredUnits: 4_000,
    pastLooks: [],
    ...changes,
  };
  const { requiredUnits: _, ...bare } = plan;
  const designed = { ...bare, design };
  return watchOf({
    input: {
      ...input,
      plan:
        requiredUnits === undefined ? designed : { ...designed, requiredUnits },
      pastLooks,
    },
    variant: 'b',
    kind,
    history: NO_HISTORY,
    isLast: false,
    ...rest,
  });
};

const monitor = {
  kind: 'group-sequential',
  spending: { kind: 'power', exponent: 2 },
  plannedUnits: 3_000,
  overRun: 'rescale',
  underRun: 'leave-unspent',
};

describe('plannedPairUnits', () => {
  it('are the part of the units that the weights give a pair', () => {
    expect(plannedPairUnits(plan, 'b')).toBeCloseTo(3_000, 9);
    expect(plannedPairUnits(input.plan, 'b')).toBeUndefined();
  });
});

describe('the test by which a metric decides', () => {
  it('is made once by a design that opens once', () => {
    expect(watch(fixed, 'superiority')).toEqual({ kind: 'once' });
    expect(watch(fixed, 'non-inferiority')).toEqual({ kind: 'once' });
  });

  it('is made at every look by the rule of a group sequential design', () => {
    const expected = {
      kind: 'group-sequential',
      spending: { kind: 'pocock' },
      plannedUnits: 3_000,
      overRun: 'strict',
      underRun: 'leave-unspent',
    };
    expect(watch(gst, 'superiority')).toEqual(expected);
    // After its end too: it never spends what the plan did not.
    expect(watch(gst, 'superiority', { isLast: true })).toEqual(expected);
    expect(watch(gst, 'superiority', { requiredUnits: undefined })).toEqual({
      ...expected,
      plannedUnits: Number.NaN,
    });
  });

  it('is made at any time by an always-valid design', () => {
    expect(watch(always, 'superiority')).toEqual({
      kind: 'always-valid',
      tuningUnits: 3_000,
    });
    expect(watch(always, 'superiority', { requiredUnits: undefined })).toEqual({
      kind: 'always-valid',
      tuningUnits: 5_000,
    });
  });
});

describe('the watch over harm', () => {
  it('spends by the square of the units from the moment looks are kept', () => {
    for (const design of [fixed, gst, always]) {
      expect(watch(design, 'inferiority')).toEqual(monitor);
    }
  });

  it('is one test without looks, unless the design is sequential', () => {
    const unkept = { pastLooks: undefined };
    expect(watch(fixed, 'inferiority', unkept)).toEqual({ kind: 'once' });
    expect(watch(gst, 'inferiority', unkept)).toEqual(monitor);
    // An always-valid design needs no memory of its looks.
    expect(watch(always, 'inferiority', unkept)).toEqual({
      kind: 'always-valid',
      tuningUnits: 3_000,
    });
  });

  it('is always-valid without a planned number of units', () => {
    expect(watch(fixed, 'inferiority', { requiredUnits: undefined })).toEqual({
      kind: 'always-valid',
      tuningUnits: 5_000,
    });
  });

  it('spends the rest at the end of a design that stops for no effect', () => {
    const end = { isLast: true, history: LOOKED };
    expect(watch(fixed, 'inferiority', end)).toEqual({
      ...monitor,
      underRun: 'spend-remaining',
    });
    for (const design of [gst, always]) {
      expect(watch(design, 'inferiority', end)).toEqual(monitor);
    }
  });

  it('is the ordinary test at an end that nobody looked before', () => {
    expect(watch(fixed, 'inferiority', { isLast: true })).toEqual({
      kind: 'once',
    });
    expect(watch(gst, 'inferiority', { isLast: true })).toEqual(monitor);
  });
});
