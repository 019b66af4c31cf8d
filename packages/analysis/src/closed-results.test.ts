import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, QuantileRow } from './analysis-input';
import { analyzeExperiment } from './analyze-experiment';
import { TEST_RATES, dayInput } from './designs/design-test-input';
import type { TestMetric } from './test-input';

const FORBIDDEN = new Set([
  'control',
  'treatment',
  'mean',
  'difference',
  'estimate',
  'stdErr',
  'lift',
  'liftProblem',
  'bound',
  'statistic',
  'pValue',
  'adjustedPValue',
  'sequence',
  'ci',
  'adjustment',
  'bayesian',
  'problem',
]);

/** Every key anywhere in a value of JSON. */
const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
    : [];

type World = {
  readonly average: number;
  readonly rate: number;
  readonly ratio: number;
  readonly quantile: number;
};

const METRICS = ['average', 'rate', 'ratio', 'quantile'] as const;

const quantileRow = (variant: string, value: number): QuantileRow => ({
  metricId: 'quantile',
  variant,
  n: 2_000,
  value,
  lower: value - 0.1,
  upper: value + 0.1,
});

// Control is the same in every world; the world is the treatment.
const inputIn = (
  world: World,
  design: AnalysisInput['plan']['design'],
  pastLooks: AnalysisInput['pastLooks'],
): AnalysisInput => {
  const n = 2_000;
  const metrics = METRICS.map((metricId): TestMetric => ({
    metricId,
    role: 'success',
    mdeRelative: 0.001,
    type: metricId === 'rate' ? 'proportion' : 'average',
    observed: {
      a: [n, metricId === 'rate' ? 0.5 : 10, metricId === 'rate' ? 0.25 : 4],
      b: [
        n,
        world[metricId],
        metricId === 'rate' ? world.rate * (1 - world.rate) : 4,
      ],
    },
  }));
  const input = dayInput({
    day: 3,
    n,
    observedMetrics: metrics,
    plan: { design, requiredUnits: 20_000 },
    pastLooks,
  });
  return {
    ...input,
    metricInfo: METRICS.map(id => ({
      id,
      name: id,
      type: id === 'rate' ? ('proportion' as const) : id,
    })),
    moments: input.moments
      .map(row =>
        row.metricId === 'ratio'
          ? { ...row, companions: { means: [5], comoments: [0, n] } }
          : row,
      )
      .flatMap(row => [
        row,
        { ...row, dimension: { name: 'country', value: 'se' } },
      ]),
    quantiles: [quantileRow('a', 10), quantileRow('b', world.quantile)],
  };
};

const worlds = fc.record({
  average: fc.double({ min: 9.9, max: 10.1, noNaN: true }),
  rate: fc.double({ min: 0.49, max: 0.51, noNaN: true }),
  ratio: fc.double({ min: 9.9, max: 10.1, noNaN: true }),
  quantile: fc.double({ min: 9.9, max: 10.1, noNaN: true }),
});

const DESIGNS: readonly AnalysisInput['plan']['design'][] = [
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES },
  { kind: 'fixed-width', ...TEST_RATES, widthRelative: 0.0001 },
];

describe('a result while effects are closed', () => {
  for (const design of DESIGNS) {
    for (const pastLooks of [undefined, []]) {
      it(`holds no estimate at any depth: ${design.kind}, looks ${pastLooks === undefined ? 'not ' : ''}kept`, () => {
        fc.assert(
          fc.property(worlds, world => {
            const { look: _look, ...shown } = analyzeExperiment(
              inputIn(world, design, pastLooks),
            );
            expect(shown.visibility.effects).toBe('closed');
            expect(keysOf(shown).filter(key => FORBIDDEN.has(key))).toEqual([]);
            expect(shown.breakdowns).toEqual([]);
            expect(shown.verdict).toBeNull();
            // The looks behind it do hold statistics, so they are not shown.
            expect(keysOf(shown)).not.toContain('tests');
          }),
          { seed: 1, numRuns: 25 },
        );
      });
    }
  }

  it('is the same whatever the treatment does: fixed horizon', () => {
    const [design] = DESIGNS;
    if (design === undefined) throw new Error('no design');
    const shownIn = (world: World) => {
      const { look: _look, ...shown } = analyzeExperiment(
        inputIn(world, design, undefined),
      );
      return shown;
    };
    const still = shownIn({
      average: 10,
      rate: 0.5,
      ratio: 10,
      quantile: 10,
    });
    fc.assert(
      fc.property(worlds, world => {
        expect(shownIn(world)).toEqual(still);
      }),
      { seed: 1, numRuns: 25 },
    );
    expect(shownIn({ average: 99, rate: 0.9, ratio: 1, quantile: 99 })).toEqual(
      still,
    );
  });
});
