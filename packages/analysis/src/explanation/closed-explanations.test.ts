import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { TEST_RATES } from '../designs/design-test-input';
import { analyzeExperiment } from '../analyze-experiment';
import type { World } from './every-metric-test-input';
import { everyMetricInput } from './every-metric-test-input';
import { explainResult } from './explain-result';
import type { FigureExplanation } from './figure-explanation';

type Design = AnalysisInput['plan']['design'];

const CLOSED: readonly Design[] = [
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES, burnInUnits: 1e6 },
  { kind: 'fixed-width', ...TEST_RATES, widthRelative: 1e-4 },
];

/** Figures that tell an effect, a mean or a p-value of a metric. */
const EFFECTS = new Set([
  'control-mean',
  'treatment-mean',
  'difference',
  'interval',
  'p-value',
  'lift',
  'lift-interval',
  'superiority',
  'non-inferiority',
  'inferiority',
  'adjustment',
  'unadjusted',
  'sequence',
  'bayesian',
]);

/** Every number anywhere in a value of JSON. */
const numbersOf = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(numbersOf)
    : [];
};

// Means, effects, spreads, statistics and p-values of every metric, as they
// are once effects are open. Not the relative standard error: the detectable
// effect, which is shown, is a multiple of it.
const secretsOf = (input: AnalysisInput): ReadonlySet<number> => {
  const ended: AnalysisInput = { ...input, state: 'ended' };
  const open = explainResult(ended).filter(({ id }) => {
    const [group, , , figure = ''] = id.split('/');
    return group === 'metric' && EFFECTS.has(figure);
  });
  const telling =
    /^(m|v|k|y|x\d?|s_\w+|d|se|z|z_alt|p|L|lower|upper|u|bound|null|theta\d|g|risk_\w+|chance|reduction|mean)(_[CT0])?$/;
  return new Set(
    open.flatMap(({ inputs, steps }) =>
      [...inputs, ...steps]
        .filter(({ name }) => telling.test(name))
        .flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
        // A round number is a weight or level as well as a secret.
        .filter(value => Number(value.toPrecision(6)) !== value),
    ),
  );
};

const worlds = fc.record({
  n: fc.integer({ min: 120, max: 260 }),
  effects: fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

const closedFigures = (
  world: World,
  design: Design,
  pastLooks: AnalysisInput['pastLooks'],
): readonly [AnalysisInput, readonly FigureExplanation[]] => {
  const input = everyMetricInput(world, { pastLooks }, { design });
  expect(analyzeExperiment(input).visibility.effects).toBe('closed');
  return [input, explainResult(input)];
};

describe('explanations while effects are closed', () => {
  for (const design of CLOSED) {
    for (const pastLooks of [undefined, []]) {
      it(`hold no effect, mean, spread or p-value of a metric: ${design.kind}, looks ${pastLooks === undefined ? 'not ' : ''}kept`, () => {
        fc.assert(
          fc.property(worlds, world => {
            const [input, figures] = closedFigures(world, design, pastLooks);
            const secrets = secretsOf(input);
            expect(secrets.size).toBeGreaterThan(200);
            for (const figure of figures) {
              const [group, , , name = ''] = figure.id.split('/');
              expect(group === 'metric' && EFFECTS.has(name)).toBe(false);
              // Values from before exposure are no metric's.
              if (figure.id === 'health/pre-exposure') continue;
              expect([
                figure.id,
                numbersOf(figure).filter(value => secrets.has(value)),
              ]).toEqual([figure.id, []]);
            }
          }),
          { seed: 1, numRuns: 8 },
        );
      }, 30_000);
    }
  }

  it('are the same whatever the treatment does: fixed horizon', () => {
    const [design] = CLOSED;
    if (design === undefined) throw new Error('no design');
    // The slope of a covariate is that of both variants together.
    const unmoved = ({ id }: FigureExplanation): boolean =>
      id !== 'health/pre-exposure' && !id.includes('covariate');
    const still = { n: 200, effects: [0, 0], seed: 3 };
    const [, before] = closedFigures(still, design, undefined);
    const moved = { ...still, effects: [0.3, -0.2] };
    const [, after] = closedFigures(moved, design, undefined);
    expect(after.filter(unmoved)).toEqual(before.filter(unmoved));
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });
});
