import { describe, expect, it } from 'vitest';
import { dependentProblems, prerequisiteProblems } from './prerequisites';
import { segmentCycle } from './segment-graph';
import { aFlag, aSegment } from './test-flag';

const flag = (id: string, ...required: [string, ...string[]][]) =>
  aFlag({
    id,
    prerequisites: required.map(([other, ...variants]) => ({
      flag: other,
      variants,
    })),
  });

const codesOf = (problems: readonly { code: string; path?: string }[]) =>
  problems.map(({ code, path }) => `${code} ${path}`);

describe('prerequisiteProblems', () => {
  it('takes flags that exist, with variants that they have', () => {
    expect(
      prerequisiteProblems(flag('a-flag', ['b-flag', 'on', 'off']), [
        flag('b-flag'),
      ]),
    ).toEqual([]);
  });

  it('names what is unknown, archived or said twice', () => {
    const problems = prerequisiteProblems(
      flag(
        'a-flag',
        ['no-flag', 'on'],
        ['b-flag', 'purple'],
        ['b-flag', 'on'],
        ['old-flag', 'on'],
      ),
      [flag('b-flag'), { ...flag('old-flag'), state: 'archived' }],
    );
    expect(codesOf(problems)).toEqual([
      'ETUDE_FLAG_UNKNOWN_PREREQUISITE prerequisites[0].flag',
      'ETUDE_FLAG_UNKNOWN_VARIANT prerequisites[1].variants',
      'ETUDE_FLAG_DUPLICATE_ID prerequisites[2].flag',
      'ETUDE_FLAG_UNKNOWN_PREREQUISITE prerequisites[3].flag',
    ]);
  });

  it('finds a circle through the flag as it is to be, and tells its way', () => {
    const others = [
      flag('a-flag'),
      flag('b-flag', ['c-flag', 'on']),
      flag('c-flag', ['a-flag', 'on']),
    ];
    const [problem] = prerequisiteProblems(
      flag('a-flag', ['b-flag', 'on']),
      others,
    );
    expect(problem?.code).toBe('ETUDE_FLAG_PREREQUISITE_CYCLE');
    expect(problem?.message).toContain('a-flag → b-flag → c-flag → a-flag');
    const itself = prerequisiteProblems(flag('a-flag', ['a-flag', 'on']), []);
    expect(codesOf(itself)).toEqual([
      'ETUDE_FLAG_PREREQUISITE_CYCLE prerequisites',
    ]);
  });

  it('is not kept busy by a circle of others', () => {
    const others = [
      flag('b-flag', ['c-flag', 'on']),
      flag('c-flag', ['b-flag', 'on']),
    ];
    expect(
      prerequisiteProblems(flag('a-flag', ['b-flag', 'on']), others),
    ).toEqual([]);
  });
});

describe('dependentProblems', () => {
  const dependent = flag('b-flag', ['a-flag', 'on']);

  it('protects the variants that active flags name', () => {
    const [variant] = flag('a-flag').variants;
    const without = { ...flag('a-flag'), variants: variant ? [variant] : [] };
    expect(codesOf(dependentProblems(without, [dependent]))).toEqual([
      'ETUDE_FLAG_REQUIRED variants',
    ]);
    const archived = { ...flag('a-flag'), state: 'archived' as const };
    expect(codesOf(dependentProblems(archived, [dependent]))).toEqual([
      'ETUDE_FLAG_REQUIRED state',
    ]);
  });

  it('does not ask archived flags', () => {
    const archived = { ...flag('a-flag'), state: 'archived' as const };
    expect(
      dependentProblems(archived, [{ ...dependent, state: 'archived' }]),
    ).toEqual([]);
  });
});

describe('segmentCycle', () => {
  const segment = (id: string, nested?: string) =>
    aSegment(id, 1, {
      targeting:
        nested === undefined
          ? null
          : {
              criteria: { nested: { type: 'segment', segment: nested } },
              expression: { type: 'ref', ref: 'nested' },
            },
    });

  it('sees the segment as it is to be, not as it was', () => {
    const others = [segment('a-part'), segment('b-part', 'a-part')];
    expect(segmentCycle(segment('a-part', 'b-part'), others)).toEqual([
      'a-part',
      'b-part',
      'a-part',
    ]);
    expect(segmentCycle(segment('c-part', 'b-part'), others)).toBeUndefined();
  });
});
