import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from './analysis-input';
import type { AnalysisResult, MetricOutcome } from './analysis-result';
import { analyzeExperiment } from './analyze-experiment';
import { TEST_RATES, dayInput } from './designs/design-test-input';
import { observedMetric, testInput } from './test-input';

const DESIGNS: readonly AnalysisInput['plan']['design'][] = [
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES },
  {
    kind: 'group-sequential',
    ...TEST_RATES,
    plannedLooks: 4,
    spending: { kind: 'pocock' },
    overRun: 'rescale',
  },
  { kind: 'always-valid', ...TEST_RATES },
];

const N = 4_000;

const endedWith = (
  means: { readonly goal: number; readonly guard: number },
  design: AnalysisInput['plan']['design'],
): AnalysisInput => ({
  ...dayInput({
    day: 14,
    n: N,
    observedMetrics: [
      observedMetric('goal', 'success', {
        b: means.goal,
        n: N,
        mdeRelative: 0.02,
      }),
      observedMetric('guard', 'guardrail', {
        b: means.guard,
        n: N,
        nimRelative: 0.02,
      }),
    ],
    plan: { design, requiredUnits: 10_000 },
  }),
  state: 'ended',
  endReason: 'planned-end',
});

const actionOf = ({ recommendations: [first] }: AnalysisResult) =>
  first?.action;

const mean = fc.double({ min: 9.7, max: 10.3, noNaN: true });
const gain = fc.double({ min: 0, max: 0.3, noNaN: true });

// From harm to benefit; what is not known lies between.
const RANK: Readonly<Record<MetricOutcome, number>> = {
  worse: 0,
  'no-difference': 1,
  'not-enough-data': 1,
  unknown: 1,
  'not-worse': 2,
  better: 2,
};

describe('the decision is monotone in evidence', () => {
  for (const design of DESIGNS) {
    it(`more of what is good never undoes a ship: ${design.kind}`, () => {
      fc.assert(
        fc.property(mean, mean, gain, gain, (goal, guard, up, safer) => {
          const before = analyzeExperiment(endedWith({ goal, guard }, design));
          const after = analyzeExperiment(
            endedWith({ goal: goal + up, guard: guard + safer }, design),
          );
          for (const [index, { outcome }] of before.metrics.entries()) {
            const later = after.metrics[index]?.outcome ?? 'worse';
            expect(RANK[later]).toBeGreaterThanOrEqual(RANK[outcome]);
          }
          if (actionOf(before) === 'ship') {
            expect(actionOf(after)).toBe('ship');
          }
          if (actionOf(after) === 'abort') {
            expect(actionOf(before)).toBe('abort');
          }
        }),
        { seed: 1, numRuns: 60 },
      );
    });
  }
});

describe('swapping variants flips signs', () => {
  it('of the difference, its interval and every statistic of no effect', () => {
    fc.assert(
      fc.property(
        mean,
        fc.constantFrom(...DESIGNS),
        fc.integer({ min: 2, max: 5_000 }),
        (b, design, n) => {
          const resultOf = (swapped: boolean) => {
            const input = endedWith({ goal: b, guard: 10 }, design);
            const moments = [
              { ...input.moments[0], variant: 'a', n, m2: 4 * (n - 1) },
              { ...input.moments[1], variant: 'b' },
            ].map(row => ({
              ...row,
              metricId: 'goal',
              exposureDate: null,
              n: row.n ?? 0,
              mean: row.mean ?? 0,
              m2: row.m2 ?? 0,
            }));
            const plan = {
              ...input.plan,
              controlVariant: swapped ? 'b' : 'a',
            };
            return analyzeExperiment({ ...input, plan, moments }).metrics[0];
          };
          const [one, other] = [resultOf(false), resultOf(true)];
          const flipped = -(other?.difference?.estimate ?? 0);
          expect(one?.difference?.estimate).toBeCloseTo(flipped, 12);
          expect(one?.difference?.stdErr).toBeCloseTo(
            other?.difference?.stdErr ?? 0,
            12,
          );
          expect(one?.difference?.ci[0]).toBeCloseTo(
            -(other?.difference?.ci[1] ?? 0),
            9,
          );
          expect(one?.bound?.[0]?.statistic).toBeCloseTo(
            -(other?.bound?.[0]?.statistic ?? 0),
            9,
          );
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('order and ties', () => {
  it('a result does not depend on the order of rows', () => {
    const input = testInput({
      observedMetrics: [
        observedMetric('goal', 'success', { b: 10.1, mdeRelative: 0.02 }),
        observedMetric('guard', 'guardrail', { b: 10, nimRelative: 0.02 }),
      ],
    });
    expect(
      analyzeExperiment({ ...input, moments: input.moments.toReversed() }),
    ).toEqual(analyzeExperiment(input));
  });

  it('analysing the same moment again changes nothing', () => {
    for (const design of DESIGNS) {
      const input = { ...endedWith({ goal: 10.05, guard: 10 }, design) };
      expect(analyzeExperiment(input)).toEqual(analyzeExperiment(input));
    }
  });
});
