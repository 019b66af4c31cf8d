import type { Verdict } from '@etude/lifecycle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from './analysis-input';
import { analyzeExperiment } from './analyze-experiment';
import type { TestInputOptions } from './test-input';
import { observedMetric, testInput } from './test-input';

const verdictFor = (options: TestInputOptions): Verdict => {
  const { verdict } = analyzeExperiment(testInput(options));
  if (verdict === null) throw new Error('no verdict');
  return verdict;
};
const kindOf = ({ class: name, reason }: Verdict): string =>
  reason === undefined ? name : `${name} ${reason}`;

const goal = (b: number, mdeRelative?: number) =>
  observedMetric(
    'goal',
    'success',
    mdeRelative === undefined ? { b } : { b, mdeRelative },
  );
const safe = observedMetric('guard', 'guardrail', { b: 10, nimRelative: 0.05 });
const silent = { ...goal(10), observed: {} };

// One fault or finding each, in the order of the definition.
const ORDERED: readonly (readonly [string, Partial<TestInputOptions>])[] = [
  ['excluded', { excludedReason: 'It was a dry run.' }],
  ['restart', { endReason: 'restart' }],
  ['no-learning NO_EXPOSURE', { units: { a: 10_000, b: 0 } }],
  ['no-learning SRM', { units: { a: 10_000, b: 9_000 } }],
  ['no-learning CROSSOVER', { crossoverUnits: 500, totalUnits: 20_000 }],
  ['no-learning DATA_MISSING', { observedMetrics: [silent] }],
  ['win', { observedMetrics: [goal(10.2, 0.02), safe] }],
  ['regression', { observedMetrics: [goal(9.8, 0.02), safe] }],
  ['neutral', { observedMetrics: [goal(10, 0.02), safe] }],
  ['no-learning UNDERPOWERED', { observedMetrics: [goal(10, 0.002), safe] }],
  ['no-learning NO_POWER_TARGET', { observedMetrics: [goal(10), safe] }],
];

describe('verdict', () => {
  for (const [expected, options] of ORDERED) {
    it(`${expected}, with a sentence and what would have prevented a loss`, () => {
      const verdict = verdictFor({
        observedMetrics: [goal(10.2, 0.02), safe],
        ...options,
      });
      expect(kindOf(verdict)).toBe(expected);
      expect(verdict.sentence.length).toBeGreaterThan(20);
      expect(verdict.prevention === undefined).toBe(
        verdict.class !== 'no-learning',
      );
    });
  }

  it('is CONFIG_ERROR when a variant of no plan was served, before SRM', () => {
    expect(
      kindOf(
        verdictFor({
          observedMetrics: [goal(10.2, 0.02)],
          units: { a: 10_000, b: 9_000, c: 5 },
        }),
      ),
    ).toBe('no-learning CONFIG_ERROR');
  });

  it('is ABORTED_EARLY when stopped early below the required units', () => {
    const early = (endReason: AnalysisInput['endReason'], mde: number) =>
      kindOf(verdictFor({ observedMetrics: [goal(10, mde)], endReason }));
    expect(early('stopped-early', 0.002)).toBe('no-learning ABORTED_EARLY');
    expect(early('abort', 0.002)).toBe('no-learning ABORTED_EARLY');
    expect(early('planned-end', 0.002)).toBe('no-learning UNDERPOWERED');
    expect(early('stopped-early', 0.02)).toBe('neutral');
  });

  it('counts a regression that was aborted as a learning', () => {
    expect(
      kindOf(
        verdictFor({ observedMetrics: [goal(9.8, 0.002)], endReason: 'abort' }),
      ),
    ).toBe('regression');
  });

  it('is neutral when a powered guardrail fails its margin without harm', () => {
    const guard = observedMetric('guard', 'guardrail', {
      b: 9.95,
      nimRelative: 0.009,
    });
    expect(
      kindOf(verdictFor({ observedMetrics: [goal(10.2, 0.02), guard] })),
    ).toBe('neutral');
  });

  it('asks every success metric for power, not just one', () => {
    const other = observedMetric('other', 'success', {
      b: 10,
      mdeRelative: 0.001,
    });
    const verdict = verdictFor({ observedMetrics: [goal(10, 0.02), other] });
    expect(kindOf(verdict)).toBe('no-learning UNDERPOWERED');
    expect(verdict.prevention).toMatch(
      /^[\d,]+ more units per variant \(≈ \d+ days at the observed traffic\) would have powered other\. /,
    );
  });

  it('names the metrics without a target', () => {
    expect(
      verdictFor({ observedMetrics: [goal(10), safe] }).prevention,
    ).toMatch(/^Set a minimum detectable effect on goal\./);
  });

  it('has no power target when no metric could be powered', () => {
    const bare = observedMetric('bare', 'guardrail', { b: 10 });
    expect(kindOf(verdictFor({ observedMetrics: [bare] }))).toBe(
      'no-learning NO_POWER_TARGET',
    );
  });

  it('is a win if any variant wins, else a regression if any regressed', () => {
    const three = (b: number, c: number) =>
      verdictFor({
        variants: ['a', 'b', 'c'].map(id => ({ id, weight: 1 })),
        observedMetrics: [
          {
            ...goal(10, 0.02),
            observed: {
              a: [10_000, 10, 4],
              b: [10_000, b, 4],
              c: [10_000, c, 4],
            },
          },
        ],
      });
    expect(three(9.8, 10.2)).toMatchObject({ class: 'win', variant: 'c' });
    expect(three(10, 9.8)).toMatchObject({ class: 'regression', variant: 'c' });
    expect(three(10, 10)).toMatchObject({ class: 'neutral' });
  });

  it('waits for the end', () => {
    expect(
      analyzeExperiment(
        testInput({ observedMetrics: [goal(10, 0.02)], state: 'live' }),
      ).verdict,
    ).toBeNull();
  });
});

describe('verdict: order', () => {
  const faults = ORDERED.slice(0, 6);
  const endings = ORDERED.slice(6);

  it('takes the first fault of the definition, whatever else is true', () => {
    fc.assert(
      fc.property(
        fc.subarray([...faults.keys()], { minLength: 1 }),
        fc.constantFrom(...endings),
        (chosen, [, ending]) => {
          // Later faults first, so that an earlier one wins where two set the
          // same field, as SRM and a missing variant do.
          const options = Object.assign(
            { observedMetrics: [goal(10, 0.02)] },
            ending,
            ...chosen.toReversed().map(index => faults[index]?.[1]),
          );
          const first = faults[Math.min(...chosen)]?.[0];
          expect(kindOf(verdictFor(options))).toBe(first);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('never calls a broken experiment a learning, however good it looks', () => {
    for (const [, fault] of faults.slice(2)) {
      const verdict = verdictFor({
        observedMetrics: [goal(12, 0.02), safe],
        ...fault,
      });
      expect(verdict.class).toBe('no-learning');
    }
  });
});
