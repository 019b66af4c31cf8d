import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  AdjustedPValues,
  AdjustPValuesInput,
  HypothesisTag,
  PAdjustMethod,
} from './adjust-p-values';
import { adjustPValues } from './adjust-p-values';

const adjusted = (input: AdjustPValuesInput): AdjustedPValues => {
  const result = adjustPValues(input);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const SINGLE_STEP = ['none', 'bonferroni', 'sidak'] as const;
const PLAIN = [
  ...SINGLE_STEP,
  'holm',
  'hochberg',
  'hommel',
  'holm-sidak',
  'bh',
  'by',
  'two-stage-bh',
  'two-stage-bky',
] as const satisfies readonly PAdjustMethod[];
const COUNTED = [
  'only-count-two-sided',
  'do-not-count-non-inferiority',
  'spot-1-bonferroni',
] as const satisfies readonly PAdjustMethod[];

// Many small values, so that most methods reject some of them.
const pValue = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.05, noNaN: true }),
  fc.constantFrom(0, 1, 0.01),
);
const pLists = fc.array(pValue, { minLength: 1, maxLength: 12 });
const taggedLists = fc.array(
  fc.record({
    p: pValue,
    tag: fc.record({
      test: fc.constantFrom('superiority' as const, 'non-inferiority' as const),
      sides: fc.constantFrom(1 as const, 2 as const),
      comparison: fc.constantFrom('t1', 't2'),
    }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('adjustPValues', () => {
  // statsmodels 0.15 multipletests at alpha 0.05.
  it.each<[PAdjustMethod, readonly number[]]>([
    ['bonferroni', [7e-200, 1, 7e-5, 0.21, 1, 0, 0.091]],
    [
      'sidak',
      [
        7e-200, 0.9921875, 6.999790003499965e-5, 0.19201715521887, 1, 0,
        0.08752690312842809,
      ],
    ],
    ['holm', [6e-200, 1, 5e-5, 0.09, 1, 0, 0.052]],
    [
      'holm-sidak',
      [6e-200, 0.75, 4.999900000999996e-5, 0.087327, 1, 0, 0.050994759439],
    ],
    ['hochberg', [6e-200, 1, 5e-5, 0.09, 1, 0, 0.052]],
    ['hommel', [6e-200, 1, 5e-5, 0.09, 1, 0, 0.052]],
    [
      'bh',
      [
        3.5e-200, 0.5833333333333334, 2.3333333333333336e-5, 0.042, 1, 0,
        0.02275,
      ],
    ],
    ['by', [9.075e-200, 1, 6.05e-5, 0.1089, 1, 0, 0.0589875]],
    [
      'two-stage-bh',
      [
        1e-200, 0.16666666666666666, 6.666666666666667e-6, 0.012,
        0.2857142857142857, 0, 0.0065,
      ],
    ],
    ['two-stage-bky', [1.05e-200, 0.175, 7e-6, 0.0126, 0.3, 0, 0.006825]],
  ])('agrees with statsmodels on %s, out to 1e-200', (method, expected) => {
    const value = adjusted({
      pValues: [1e-200, 0.5, 1e-5, 0.03, 1, 0, 0.013],
      method,
      alpha: 0.05,
    });
    value.adjusted.forEach((p, i) => {
      const wanted = expected[i] ?? NaN;
      expect(Math.abs(p - wanted)).toBeLessThanOrEqual(1e-12 * wanted);
    });
  });

  // Two variants, each with a one-sided and a two-sided success metric and a
  // guardrail. Observed runs of spotify/confidence 3.0.4.
  const tags = ['t1', 't2'].flatMap((comparison): HypothesisTag[] => [
    { test: 'superiority', sides: 1, comparison },
    { test: 'superiority', sides: 2, comparison },
    { test: 'non-inferiority', sides: 1, comparison },
  ]);
  const pValues = [0.004, 0.03, 0.011, 0.2, 0.024, 0.049];

  it.each<[PAdjustMethod, readonly number[], readonly number[]]>([
    [
      'only-count-two-sided',
      [0.008, 0.06, 0.022, 0.4, 0.048, 0.098],
      [0, 2, 4],
    ],
    [
      'do-not-count-non-inferiority',
      [0.016, 0.12, 0.044, 0.8, 0.096, 0.196],
      [0, 2],
    ],
    ['spot-1-bonferroni', [0.016, 0.12, 0.044, 0.8, 0.096, 0.196], [0, 2]],
    ['spot-1-holm', [0.024, 0.096, 0.055, 0.2, 0.096, 0.098], [0]],
    [
      'spot-1-two-stage-bky',
      [0.0084, 0.01575, 0.01155, 0.07, 0.01575, 0.02058],
      [0, 1, 2, 4, 5],
    ],
  ])('agrees with spotify/confidence on %s', (method, expected, rejected) => {
    const value = adjusted({ pValues, method, alpha: 0.05, hypotheses: tags });
    value.adjusted.forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i] ?? NaN, 12);
    });
    expect(value.reject.flatMap((hit, i) => (hit ? [i] : []))).toEqual(
      rejected,
    );
  });

  it('tests directional metrics at twice alpha under spot-1-bonferroni', () => {
    const value = adjusted({
      pValues: [0.024, 0.024, 0.026],
      method: 'spot-1-bonferroni',
      alpha: 0.05,
      hypotheses: tags.slice(0, 3),
    });
    expect(value.levels).toEqual([0.1, 0.05, 0.1]);
    expect(value.reject).toEqual([true, true, true]);
    expect(value.intervalAlphas).toEqual([0.05, 0.025, 0.05]);
  });

  it('counts a comparison with guardrails only once', () => {
    const value = adjusted({
      pValues: [0.01, 0.02],
      method: 'do-not-count-non-inferiority',
      alpha: 0.05,
      hypotheses: ['t1', 't2'].map(comparison => ({
        test: 'non-inferiority',
        sides: 1,
        comparison,
      })),
    });
    expect(value.adjusted).toEqual([0.02, 0.04]);
  });

  it.each(['holm', 'hommel', 'sidak', 'bh', 'two-stage-bky'] as const)(
    'decides alike under spot-1-%s and without the prefix',
    method => {
      fc.assert(
        fc.property(pLists, list => {
          const shared = { pValues: list, alpha: 0.05 };
          expect(adjusted({ ...shared, method: `spot-1-${method}` })).toEqual(
            adjusted({ ...shared, method }),
          );
        }),
        { seed: 1, numRuns: 30 },
      );
    },
  );

  // The public example of .003, .012, .028, .41: .012 < .05/4.
  it('rejects two of the four of the glossary example', () => {
    for (const method of ['bonferroni', 'holm'] as const) {
      expect(
        adjusted({ pValues: [0.003, 0.012, 0.028, 0.41], method, alpha: 0.05 })
          .reject,
      ).toEqual([true, true, false, false]);
    }
  });

  it.each([...PLAIN, ...COUNTED])(
    'does not depend on the order: %s',
    method => {
      fc.assert(
        fc.property(
          taggedLists,
          fc.integer({ min: 1, max: 11 }),
          (list, turn) => {
            const rotated = [...list.slice(turn), ...list.slice(0, turn)];
            const run = (items: typeof list) =>
              adjusted({
                pValues: items.map(item => item.p),
                method,
                alpha: 0.05,
                hypotheses: items.map(item => item.tag),
              }).adjusted;
            const before = run(list);
            expect(run(rotated)).toEqual([
              ...before.slice(turn),
              ...before.slice(0, turn),
            ]);
          },
        ),
        { seed: 1, numRuns: 50 },
      );
    },
  );

  it.each([...PLAIN, ...COUNTED])(
    'is monotone in evidence: a smaller p-value loses no rejection: %s',
    method => {
      fc.assert(
        fc.property(
          taggedLists,
          fc.nat(),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (list, at, factor) => {
            const index = at % list.length;
            const run = (items: typeof list) =>
              adjusted({
                pValues: items.map(item => item.p),
                method,
                alpha: 0.05,
                hypotheses: items.map(item => item.tag),
              }).reject;
            const before = run(list);
            const after = run(
              list.map((item, i) =>
                i === index ? { ...item, p: item.p * factor } : item,
              ),
            );
            before.forEach((hit, i) => {
              if (hit) expect(after[i]).toBe(true);
            });
          },
        ),
        { seed: 1, numRuns: 100 },
      );
    },
  );

  it('orders the methods by what they reject', () => {
    const nested: readonly PAdjustMethod[] = [
      'bonferroni',
      'holm',
      'hochberg',
      'hommel',
      'bh',
      'none',
    ];
    fc.assert(
      fc.property(pLists, list => {
        const all = nested.map(
          method => adjusted({ pValues: list, method, alpha: 0.05 }).adjusted,
        );
        all.slice(1).forEach((looser, k) => {
          looser.forEach((p, i) => {
            expect(p).toBeLessThanOrEqual((all[k]?.[i] ?? NaN) * (1 + 1e-12));
          });
        });
      }),
      { seed: 1 },
    );
  });

  it('has intervals for single-step methods only', () => {
    const alphaOf = (method: PAdjustMethod) =>
      adjusted({ pValues: [0.1, 0.2], method, alpha: 0.05 }).intervalAlphas;
    expect(alphaOf('none')).toEqual([0.05, 0.05]);
    expect(alphaOf('bonferroni')).toEqual([0.025, 0.025]);
    expect(alphaOf('sidak')?.[0]).toBeCloseTo(1 - Math.sqrt(0.95), 14);
    for (const method of PLAIN.slice(3)) expect(alphaOf(method)).toBeNull();
  });

  it.each<[AdjustPValuesInput, readonly string[]]>([
    [{ pValues: [], method: 'holm', alpha: 0.05 }, ['ETUDE_STATS_EMPTY']],
    [
      { pValues: [1.2], method: 'holm', alpha: 1 },
      ['ETUDE_STATS_INVALID_PROBABILITY', 'ETUDE_STATS_INVALID_ALPHA'],
    ],
    [
      { pValues: [0.1], method: 'only-count-two-sided', alpha: 0.05 },
      ['ETUDE_STATS_LENGTH_MISMATCH'],
    ],
    [
      {
        pValues: [0.1],
        method: 'spot-1-bonferroni',
        alpha: 0.5,
        hypotheses: [{ test: 'superiority', sides: 1 }],
      },
      ['ETUDE_STATS_INVALID_ALPHA'],
    ],
  ])('refuses case %#', (input, codes) => {
    const result = adjustPValues(input);
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual(codes);
  });
});

describe('a p-value on its level', () => {
  it.each([...COUNTED, 'bonferroni', 'holm', 'bh'] as const)(
    'is rejected by %s',
    method => {
      const hypotheses = [{ sides: 2, test: 'superiority' }] as const;
      expect(
        adjusted({ pValues: [0.05], method, alpha: 0.05, hypotheses }).reject,
      ).toEqual([true]);
    },
  );
});
