import type { ExperimentDesign } from '@etude/lifecycle';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type { AnalysisResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import { dayInput, TEST_RATES } from '../designs/design-test-input';
import { explainResult } from '../explanation/explain-result';
import type { LookRecord } from '../look-record';
import { observedMetric } from '../test-input';

const sequential = {
  kind: 'group-sequential' as const,
  ...TEST_RATES,
  plannedLooks: 5,
  spending: { kind: 'pocock' as const },
};
const designs = fc.constantFrom<ExperimentDesign>(
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES },
  { ...sequential, overRun: 'rescale' },
  { ...sequential, overRun: 'strict' },
);
// Looks without a new unit, and some beyond the plan of 5,000 a variant.
const days = fc
  .array(fc.constantFrom(0, 1, 400, 1_500), { minLength: 2, maxLength: 9 })
  .map(steps => {
    let n = 200;
    return steps.map(step => (n += step));
  });

const inputOf = (
  design: ExperimentDesign,
  n: number,
  index: number,
): AnalysisInput =>
  dayInput({
    day: index + 1,
    n,
    observedMetrics: [
      observedMetric('goal', 'success', { b: 10.1, n, mdeRelative: 0.01 }),
      // It came with fewer units: a schedule of its own.
      observedMetric('guard', 'guardrail', {
        b: 9.9,
        n: Math.ceil(n * 0.9),
        nimRelative: 0.02,
      }),
    ],
    plan: { design, requiredUnits: 10_000 },
  });

const stripped = ({ solvedLooks: _solved, ...look }: LookRecord): LookRecord =>
  look;

const seen = ({ look, ...result }: AnalysisResult) => ({
  ...result,
  look: stripped(look),
});

describe('solved looks', () => {
  it('change no number, whichever of them is missing or stored', () => {
    fc.assert(
      fc.property(designs, days, fc.func(fc.boolean()), (design, ns, keeps) => {
        let pastLooks: readonly LookRecord[] = [];
        let state: 'live' | 'ended' = 'live';
        for (const [index, n] of ns.entries()) {
          if (index === ns.length - 1) state = 'ended';
          const input = { ...inputOf(design, n, index), state, pastLooks };
          const result = analyzeExperiment(input);
          const fromStart = { ...input, pastLooks: pastLooks.map(stripped) };
          expect(seen(result)).toEqual(seen(analyzeExperiment(fromStart)));
          const { solvedLooks } = result.look;
          const stored: LookRecord = JSON.parse(JSON.stringify(result.look));
          pastLooks = [
            ...pastLooks.map(stripped),
            keeps(index) ? stored : stripped(stored),
          ];
          // What the portal does: an explanation has those of its own look.
          expect(
            explainResult({
              ...input,
              pastLooks: input.pastLooks.map((look, at, all) =>
                at === all.length - 1 ? { ...look, solvedLooks } : look,
              ),
            }),
          ).toEqual(explainResult(fromStart));
        }
      }),
      { seed: 1, numRuns: 12 },
    );
  }, 60_000);

  const design = { ...sequential, overRun: 'rescale' as const };
  const looksAt = (totals: readonly number[]): readonly LookRecord[] => {
    const looks: LookRecord[] = [];
    for (const [index, n] of totals.entries()) {
      const input = inputOf(design, n, index);
      looks.push(analyzeExperiment({ ...input, pastLooks: [...looks] }).look);
    }
    return looks;
  };

  it('are those of the looks before, once for metrics that share them', () => {
    const looks = looksAt([1_000, 2_000, 3_000]);
    expect(looks[0]?.solvedLooks).toBeUndefined();
    // Two metrics, each with its own units: the main test and the watch.
    expect(looks[2]?.solvedLooks?.map(({ state }) => state.looks)).toEqual([
      2, 2, 2, 2,
    ]);
  });

  it('spare solving the looks they are of', () => {
    const pastLooks = looksAt([1_000, 2_000, 3_000]).map(look => ({
      ...look,
      // Paths that do not add up: whoever takes them up notices.
      solvedLooks: look.solvedLooks?.map(solved => ({
        ...solved,
        state: { ...solved.state, path: { ...solved.state.path, masses: [] } },
      })),
    }));
    const input = { ...inputOf(design, 4_000, 3), pastLooks };
    const [goal] = analyzeExperiment(input).metrics;
    expect(goal?.problem?.code).toBe('ETUDE_ANALYSIS_NO_CONVERGENCE');
  });
});
