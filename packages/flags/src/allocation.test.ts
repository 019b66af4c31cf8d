import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  POPULATION_BUCKETS,
  allocateSegment,
  availableProportion,
  heldProportion,
  sharedProportion,
} from './allocation';
import type { BucketRange, Population, Segment } from './model';
import { aSegment } from './test-flag';

const exclusive = (id: string, proportion: number): Segment =>
  aSegment(id, proportion, {
    allocation: {
      proportion,
      exclusivityTags: ['cart'],
      exclusiveTo: ['cart'],
    },
  });

const allocated = (
  segment: Segment,
  others: readonly Segment[] = [],
): Segment => {
  const result = allocateSegment(segment, others);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { ...segment, population: result.value, state: 'allocated' };
};

const rangesOf = (population: Population | null): BucketRange[] => {
  if (population === 'ALL') return [[0, POPULATION_BUCKETS]];
  return population ?? [];
};

const bucketsOf = (segment: Segment): Set<number> => {
  const buckets = new Set<number>();
  for (const [lower, upper] of rangesOf(segment.population)) {
    for (let bucket = lower; bucket < upper; bucket++) buckets.add(bucket);
  }
  return buckets;
};

const raisedTo = (segment: Segment, proportion: number): Segment => ({
  ...segment,
  allocation: { ...segment.allocation, proportion },
});

const codesOf = (result: ReturnType<typeof allocateSegment>): string[] =>
  result.ok ? [] : result.problems.map(({ code }) => code);

describe('allocateSegment', () => {
  it('gives exactly the share asked for', () => {
    expect(bucketsOf(allocated(aSegment('some-people', 0.1234))).size).toBe(
      123_400,
    );
    expect(allocated(aSegment('everyone', 1)).population).toBe('ALL');
    expect(allocated(aSegment('no-one', 0)).population).toEqual([]);
  });

  it('adds buckets and drops none when the proportion is raised', () => {
    // In whole per mille; other segments come and go in between.
    const perMille = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(perMille, perMille, perMille, (small, more, rival) => {
        const other = allocated(exclusive('the-rival', rival / 1000));
        const before = allocated(exclusive('some-people', small / 1000), [
          other,
        ]);
        const after = allocated(raisedTo(before, (small + more) / 1000), []);
        const held = rangesOf(after.population);
        const size = held.reduce((sum, range) => sum + range[1] - range[0], 0);
        expect(size).toBe((small + more) * 1000);
        const dropped = rangesOf(before.population).filter(
          ([lower, upper]) =>
            !held.some(range => range[0] <= lower && upper <= range[1]),
        );
        expect(dropped).toEqual([]);
      }),
      { seed: 1 },
    );
  });

  it('keeps exclusive segments apart until the population is full', () => {
    const segments: Segment[] = [];
    for (const id of ['first-test', 'second-test', 'third-test']) {
      segments.push(allocated(exclusive(id, 0.3), segments));
    }
    const all = segments.flatMap(segment => [...bucketsOf(segment)]);
    expect(new Set(all).size).toBe(900_000);
    const fourth = exclusive('fourth-test', 0.2);
    expect(availableProportion(fourth, segments)).toBe(0.1);
    const refusal = allocateSegment(fourth, segments);
    expect(codesOf(refusal)).toEqual(['ETUDE_SEGMENT_NO_SPACE']);
    expect(bucketsOf(allocated(raisedTo(fourth, 0.1), segments)).size).toBe(
      100_000,
    );
  });

  it('lets segments that are not exclusive overlap', () => {
    const first = allocated(aSegment('first-test', 0.8));
    const second = allocated(aSegment('second-test', 0.8), [first]);
    expect(bucketsOf(second).size).toBe(800_000);
  });

  it('keeps away from a segment that is exclusive to it, one-sided', () => {
    const holdback = allocated(
      aSegment('a-holdback', 0.7, {
        allocation: {
          proportion: 0.7,
          exclusivityTags: [],
          exclusiveTo: ['test'],
        },
      }),
    );
    const test = aSegment('some-test', 0.4, {
      allocation: {
        proportion: 0.4,
        exclusivityTags: ['test'],
        exclusiveTo: [],
      },
    });
    expect(codesOf(allocateSegment(test, [holdback]))).toEqual([
      'ETUDE_SEGMENT_NO_SPACE',
    ]);
    const archived: Segment = { ...holdback, state: 'archived' };
    expect(allocateSegment(test, [archived]).ok).toBe(true);
  });

  it('refuses to lower the proportion', () => {
    const segment = allocated(aSegment('some-people', 0.5));
    expect(codesOf(allocateSegment(raisedTo(segment, 0.4), []))).toEqual([
      'ETUDE_SEGMENT_LOWERED',
    ]);
  });

  it('refuses exclusivity that is already broken', () => {
    const everyone = allocated(aSegment('everyone', 1));
    const other = allocated(exclusive('the-rival', 0.1));
    const nowExclusive = {
      ...everyone,
      allocation: exclusive('x', 1).allocation,
    };
    expect(codesOf(allocateSegment(nowExclusive, [other]))).toEqual([
      'ETUDE_SEGMENT_OVERLAP',
    ]);
  });
});

describe('sharedProportion', () => {
  const holding = (population: Population | null) => ({ population });

  it('counts the buckets that both hold', () => {
    const left = holding([
      [0, 200_000],
      [500_000, 600_000],
    ]);
    const right = holding([[100_000, 550_000]]);
    // 100,000 of the first range and 50,000 of the second, of 1,000,000.
    expect(sharedProportion(left, right)).toBe(0.15);
    expect(sharedProportion(left, holding('ALL'))).toBe(0.3);
    expect(sharedProportion(left, holding(null))).toBe(0);
    expect(heldProportion(left)).toBe(0.3);
  });
});
