import { describe, expect, it } from 'vitest';
import type { ResolverState, StateFlag } from '@etude/flags';
import { exampleState } from '../testing/example-state';
import { stickyFlagsOf } from './sticky-flags';

const stateWith = (
  change: (flag: StateFlag, state: ResolverState) => void,
): ResolverState => {
  const state = exampleState();
  const [flag] = state.flags;
  if (!flag) throw new Error('The example has a flag.');
  change(flag, state);
  return state;
};

const member = {
  criteria: {
    m: { type: 'materializedSegment' as const, materializedSegment: 'buyers' },
  },
  expression: { type: 'ref' as const, ref: 'm' },
};

describe('stickyFlagsOf', () => {
  it('has no flag of a state without materializations', () => {
    const sticky = stickyFlagsOf(exampleState());
    expect(sticky.has('flags/checkout')).toBe(false);
    expect(sticky.ofClient('shop')).toEqual([]);
  });

  it('has a flag with a rule that reads one, for its clients', () => {
    const sticky = stickyFlagsOf(
      stateWith(({ rules: [rule] }) => {
        if (rule) rule.materialization = { read: 'm', write: 'm' };
      }),
    );
    expect(sticky.has('flags/checkout')).toBe(true);
    expect(sticky.ofClient('shop')).toEqual(['flags/checkout']);
    expect(sticky.ofClient('other')).toEqual([]);
  });

  it('has flags whose prerequisites need one, in circles too', () => {
    const sticky = stickyFlagsOf(
      stateWith((flag, { flags }) => {
        const after = (name: string, on: string): StateFlag => ({
          ...flag,
          name,
          prerequisites: [{ flag: on, variants: [] }],
        });
        const [rule] = flag.rules;
        flag.rules = rule ? [{ ...rule, materialization: { read: 'm' } }] : [];
        flags.push(
          { ...after('flags/second', 'flags/first'), rules: [] },
          { ...after('flags/first', 'flags/checkout'), rules: [] },
          { ...after('flags/round', 'flags/round'), rules: [] },
        );
      }),
    );
    expect(sticky.has('flags/first')).toBe(true);
    expect(sticky.has('flags/second')).toBe(true);
    expect(sticky.has('flags/round')).toBe(false);
  });

  it('has flags whose segment asks for membership, unless a filter tells', () => {
    const asking = stateWith((_flag, { segments: [segment, ...rest] }) => {
      expect(rest).toEqual([]);
      if (segment) {
        segment.targeting = {
          criteria: { s: { type: 'segment', segment: 'segments/buyers' } },
          expression: { type: 'ref', ref: 's' },
        };
      }
    });
    asking.segments.push({
      name: 'segments/buyers',
      targeting: member,
      population: 'ALL',
    });
    expect(stickyFlagsOf(asking).has('flags/checkout')).toBe(true);
    const filter = {
      materializedSegment: 'buyers',
      data: '',
      hashFunctionCount: 1,
      bitCount: 64,
    };
    expect(
      stickyFlagsOf({ ...asking, bloomFilters: [filter] }).has(
        'flags/checkout',
      ),
    ).toBe(false);
  });
});
