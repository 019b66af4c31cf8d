import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { TEST_RATES } from '../designs/design-test-input';
import { explainResult } from './explain-result';
import type { FigureExplanation } from './figure-explanation';
import type { World } from './every-metric-test-input';
import { everyMetricInput } from './every-metric-test-input';

/** The design of a plan. */
export type Design = AnalysisInput['plan']['design'];

/** Five looks of a group sequential design, with changes. */
export const gst = (
  changes: Partial<Extract<Design, { kind: 'group-sequential' }>>,
) =>
  ({
    kind: 'group-sequential',
    ...TEST_RATES,
    plannedLooks: 5,
    spending: { kind: 'power', exponent: 2 },
    overRun: 'rescale',
    ...changes,
  }) as const;

/** 300 units a variant, 600 in control; one variant better, one worse. */
export const WORLD: World = { n: 300, effects: [0.2, -0.3], seed: 5 };

/** The same with one metric for each role and test. */
export const FEW: World = {
  ...WORLD,
  only: [
    'average',
    'cost',
    'failures',
    'two-covariates',
    'rate-with-covariate',
  ],
};

/** Ended as planned. */
export const ENDED: Partial<AnalysisInput> = {
  state: 'ended',
  endReason: 'planned-end',
  now: '2026-03-16T10:00:00Z',
};

/** The first look of a design. */
export const firstLook = (design: Design, world = WORLD): AnalysisInput =>
  everyMetricInput(
    { ...world, n: world.n / 2 },
    { pastLooks: [], now: '2026-03-04T10:00:00Z' },
    { design },
  );

/** Two looks, so that sequential tests have a history. */
export const looked = (
  design: Design,
  world = WORLD,
): readonly [first: AnalysisInput, second: AnalysisInput] => {
  const first = firstLook(design, world);
  const second = everyMetricInput(
    world,
    { pastLooks: [analyzeExperiment(first).look] },
    { design },
  );
  return [first, second];
};

const SLICES = [
  { name: 'country', value: 'se', less: 1 },
  { name: 'country', value: null, less: 2 },
  { name: 'device', value: 'se', less: 3 },
] as const;

/** Every row again, as nearly all units of two countries and of a device. */
export const withDimensions = (input: AnalysisInput): AnalysisInput => ({
  ...input,
  moments: input.moments.flatMap(row => [
    row,
    ...SLICES.map(({ name, value, less }) => ({
      ...row,
      n: row.n - less,
      dimension: { name, value },
    })),
  ]),
});

/** An always-valid design. */
export const ALWAYS = { kind: 'always-valid' as const, ...TEST_RATES };
/** One treatment that is better, with some metrics. */
export const worldOf = (...only: readonly string[]) => ({
  ...WORLD,
  effects: [0.2],
  only,
});
/** The explanation of a figure. */
export const figureOf = (
  input: AnalysisInput,
  id: string,
): FigureExplanation => {
  const figure = explainResult(input).find(one => one.id === id);
  if (figure === undefined) throw new Error(`no figure ${id}`);
  return figure;
};
/** A step of it, by its name. */
export const stepOf = (figure: FigureExplanation, name: string) =>
  figure.steps.find(step => step.name === name);
/** An input of it, by its name. */
export const inputOf = (figure: FigureExplanation, name: string) =>
  figure.inputs.find(input => input.name === name);
