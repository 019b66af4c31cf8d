import { describe, expect, it } from 'vitest';
import { pathsOf } from '../test-input';
import { cumulativeImpact } from './cumulative-impact';
import { pooledEffect } from './pooled-effect';
import { shrunkenEffects } from './shrunken-effects';

const effects = [
  { estimate: 0.02, stdErr: 0.01 },
  { estimate: -0.01, stdErr: 0.02 },
  { estimate: 0.05, stdErr: 0.015 },
  { estimate: 0.01, stdErr: 0.03 },
];

const changed = (change: Partial<(typeof effects)[number]>) =>
  effects.map((effect, i) => (i === 1 ? { ...effect, ...change } : effect));

describe.each([
  [
    'pooledEffect',
    (list: typeof effects, alpha: number) =>
      pathsOf(pooledEffect({ effects: list, alpha })),
  ],
  [
    'shrunkenEffects',
    (list: typeof effects, alpha: number) =>
      pathsOf(shrunkenEffects({ effects: list, alpha })),
  ],
  [
    'cumulativeImpact',
    (list: typeof effects, alpha: number) =>
      pathsOf(
        cumulativeImpact({
          effects: list.map(effect => ({ ...effect, shipped: true })),
          alpha,
        }),
      ),
  ],
])('%s refuses', (_name, refused) => {
  it('nothing that is sound', () => expect(refused(effects, 0.05)).toEqual([]));

  it('numbers that are none, by the effect they belong to', () => {
    expect(refused(changed({ estimate: NaN }), 0.05)).toContain(
      'effects[1].estimate',
    );
    expect(refused(changed({ stdErr: 0 }), 0.05)).toEqual([
      'effects[1].stdErr',
    ]);
    expect(refused(changed({ stdErr: -1 }), 0.05)).toEqual([
      'effects[1].stdErr',
    ]);
    expect(refused(effects, 0)).toEqual(['alpha']);
    expect(refused(effects, 1)).toEqual(['alpha']);
  });

  it('weights and statistics beyond the range of numbers', () => {
    expect(refused(changed({ stdErr: 1e-160 }), 0.05)).toEqual([
      'effects[1].statistic²',
      'effects[1].weight',
    ]);
    expect(refused(changed({ stdErr: 1e160 }), 0.05)).toEqual([
      'effects[1].variance',
    ]);
    expect(refused(changed({ estimate: 1e160 }), 0.05)).toEqual([
      'effects[1].statistic²',
    ]);
  });

  it('too few experiments', () => {
    expect(refused([], 0.05)).toContain('effects');
    expect(refused(effects.slice(0, 1), 0.05)).toContain('effects');
  });
});
