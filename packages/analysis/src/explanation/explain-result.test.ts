import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type {
  AnalysisResult,
  Interval,
  MetricResult,
} from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import { TEST_RATES } from '../designs/design-test-input';
import type { World } from './every-metric-input';
import { everyMetricInput } from './every-metric-input';
import { explainResult } from './explain-result';
import type { FigureExplanation } from './figure-explanation';
import { NotAFormula, evaluated } from './formula-evaluator';

type Design = AnalysisInput['plan']['design'];

const gst = (changes: Partial<Extract<Design, { kind: 'group-sequential' }>>) =>
  ({
    kind: 'group-sequential',
    ...TEST_RATES,
    plannedLooks: 5,
    spending: { kind: 'power', exponent: 2 },
    overRun: 'rescale',
    ...changes,
  }) as const;

const SEQUENTIAL: readonly Design[] = [
  gst({}),
  gst({ spending: { kind: 'obrien-fleming' }, overRun: 'strict' }),
  gst({ spending: { kind: 'pocock' } }),
  gst({ spending: { kind: 'hwang-shih-decani', gamma: -2 } }),
  { kind: 'always-valid', ...TEST_RATES },
];

const FIXED: readonly Design[] = [
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES },
  { kind: 'fixed-width', ...TEST_RATES, widthRelative: 0.02 },
];

const WORLD: World = { n: 300, effects: [0.2, -0.3], seed: 5 };

const ENDED: Partial<AnalysisInput> = {
  state: 'ended',
  endReason: 'planned-end',
  now: '2026-03-16T10:00:00Z',
};

// Two looks, so that sequential tests have a history.
const looked = (design: Design, world = WORLD): readonly AnalysisInput[] => {
  const first = everyMetricInput(
    { ...world, n: world.n / 2 },
    { pastLooks: [], now: '2026-03-04T10:00:00Z' },
    { design },
  );
  const second = everyMetricInput(
    world,
    { pastLooks: [analyzeExperiment(first).look] },
    { design },
  );
  return [first, second];
};

// Every row again, as the units of a country and of none.
const withCountries = (input: AnalysisInput): AnalysisInput => ({
  ...input,
  moments: input.moments.flatMap(row => [
    row,
    ...['se', null].map(value => ({
      ...row,
      dimension: { name: 'country', value },
    })),
  ]),
});

const inputs: readonly (readonly [string, AnalysisInput])[] = [
  ...[...SEQUENTIAL, ...FIXED].flatMap((design, place) => {
    const [first, second] = looked(design);
    if (first === undefined || second === undefined) return [];
    const name = `${design.kind} ${place}`;
    return [
      [`${name}, first look`, first],
      [`${name}, second look`, second],
      [`${name}, ended`, { ...second, ...ENDED }],
      [`${name}, no looks kept`, everyMetricInput(WORLD, ENDED, { design })],
    ] as const;
  }),
  [
    'clusters',
    everyMetricInput(
      { n: 30, effects: [0.8], seed: 9 },
      { ...ENDED, clustered: true },
    ),
  ],
  [
    'clusters, always-valid',
    everyMetricInput(
      { n: 120, effects: [0.4], seed: 9 },
      { clustered: true },
      { design: { kind: 'always-valid', ...TEST_RATES } },
    ),
  ],
  ['few units', everyMetricInput({ n: 40, effects: [0.4], seed: 3 }, ENDED)],
  ['breakdowns', withCountries(everyMetricInput(WORLD, ENDED))],
  [
    'breakdowns of clusters',
    withCountries(
      everyMetricInput(
        { n: 30, effects: [0.8], seed: 9 },
        { ...ENDED, clustered: true },
      ),
    ),
  ],
  [
    'over-run',
    everyMetricInput(
      WORLD,
      { pastLooks: [] },
      { design: gst({}), requiredUnits: 700 },
    ),
  ],
  [
    'strict rule, no planned units',
    everyMetricInput(WORLD, ENDED, {
      design: { kind: 'fixed-horizon', ...TEST_RATES },
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    }),
  ],
  [
    'tree rule',
    everyMetricInput(WORLD, ENDED, {
      decisionRule: {
        kind: 'tree',
        root: {
          kind: 'any',
          children: [
            { kind: 'hypothesis', metricId: 'rate', test: 'superiority' },
            {
              kind: 'all',
              children: [
                { kind: 'hypothesis', metricId: 'median', test: 'superiority' },
                {
                  kind: 'hypothesis',
                  metricId: 'cost',
                  test: 'non-inferiority',
                },
              ],
            },
          ],
        },
      },
    }),
  ],
];

// Where no closed form exists the formula is a sentence; nowhere else.
const SENTENCES = new Set([
  'c',
  'theta1',
  'theta2',
  'missing',
  'health/exposure-gaps p',
]);
const isSentenceAllowed = (
  { id }: FigureExplanation,
  name: string,
  isTree: boolean,
): boolean =>
  SENTENCES.has(name) ||
  SENTENCES.has(`${id} ${name}`) ||
  (name === 'n_power' && id.endsWith('/required-units')) ||
  (isTree && id === 'design/levels');

const SCALE: Readonly<Record<string, number>> = { 'p-value': 0, level: 0 };

// Relative to 1e-9; cancellation of a small effect is measured against 1.
const isClose = (
  actual: number,
  expected: number,
  unit: FigureExplanation['unit'],
): boolean =>
  Math.abs(actual - expected) <=
  1e-9 * Math.max(Math.abs(expected), (SCALE[unit] ?? 1) * 1e-4);

const numberOf = (value: number | string): number =>
  typeof value === 'number' ? value : Date.parse(value);

const wrongSteps = (
  figure: FigureExplanation,
  isTree: boolean,
): readonly string[] => {
  const names = new Map<string, number>();
  const wrong: string[] = [];
  for (const { name, value } of figure.inputs) {
    if (names.has(name)) wrong.push(`${figure.id}: ${name} is there twice`);
    names.set(name, numberOf(value));
  }
  for (const { name, formula, value } of figure.steps) {
    if (names.has(name)) wrong.push(`${figure.id}: ${name} is there twice`);
    names.set(name, value ?? Infinity);
    try {
      const found = evaluated(formula, names);
      if (
        value === null
          ? Number.isFinite(found)
          : !isClose(found, value, figure.unit)
      ) {
        wrong.push(
          `${figure.id}: ${name} = ${formula} = ${found}, not ${value}`,
        );
      }
    } catch (error) {
      if (!(error instanceof NotAFormula)) throw error;
      if (!isSentenceAllowed(figure, name, isTree)) {
        wrong.push(`${figure.id}: ${name} has no formula: ${error.message}`);
      }
    }
  }
  return wrong;
};

const stepOf = ({ steps }: FigureExplanation, name: string) =>
  steps.find(step => step.name === name)?.value;

const endsOf = (figure: FigureExplanation): Interval | undefined => {
  const { interval } = figure;
  if (interval === undefined) return undefined;
  const bound = stepOf(figure, 'bound');
  if (bound === undefined) {
    return [stepOf(figure, 'lower') ?? null, stepOf(figure, 'upper') ?? null];
  }
  return interval[0] === null ? [null, bound] : [bound, null];
};

type Expected = Record<string, number | null | undefined | Interval>;

const ofMetric = (result: MetricResult): Expected => {
  const { difference, lift, precision, sequence } = result;
  const bounds: Expected = Object.fromEntries<Interval | number>(
    (result.bound ?? []).flatMap(({ kind, pValue, ci }) => [
      [kind, pValue],
      [`${kind} interval`, ci],
    ]),
  );
  return {
    difference: difference?.estimate,
    'p-value': difference?.pValue,
    'interval interval': difference?.ci,
    interval: difference === undefined ? undefined : null,
    lift: lift?.estimate,
    'lift-interval': lift === undefined ? undefined : null,
    'lift-interval interval': lift?.ci,
    ...bounds,
    'required-units': result.requiredUnits,
    'current-power': precision?.currentPower ?? undefined,
    'powered-effect': precision?.poweredEffectRelative ?? undefined,
    width: precision?.widthRelative,
    adjustment: result.adjustment?.varianceReduction,
    sequence:
      sequence?.method === 'always-valid'
        ? sequence.runningP
        : sequence?.criticalValue,
    bayesian: result.bayesian?.chanceToWin,
    'bayesian interval': result.bayesian?.credibleInterval,
  };
};

const ofBreakdown = ({
  dimension,
  value,
  metricId,
  variant,
  ...cell
}: AnalysisResult['breakdowns'][number]): readonly (readonly [
  string,
  Expected[string],
])[] => {
  const id = `breakdown/${dimension}/${value ?? ''}/${metricId}/${variant}`;
  return [
    [`${id}/difference`, cell.adjustedPValue],
    [`${id}/difference interval`, cell.difference?.ci],
    [`${id}/lift`, cell.lift?.estimate],
    [`${id}/lift interval`, cell.lift?.ci],
  ];
};

/** Every figure a screen can show of a result, by the id of its explanation. */
const figuresOf = (result: AnalysisResult): Expected => {
  const metrics = result.metrics.flatMap(metric =>
    Object.entries(ofMetric(metric)).map(
      ([figure, value]) =>
        [
          `metric/${metric.metricId}/${metric.variant}/${figure}`,
          value,
        ] as const,
    ),
  );
  return {
    ...Object.fromEntries(metrics.filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(
      result.monitors.map(({ metricId, variant, looks }) => [
        `monitor/${metricId}/${variant}`,
        looks,
      ]),
    ),
    ...Object.fromEntries(
      result.health.map(({ id, figure }) => [
        `health/${id}`,
        figure?.value ?? null,
      ]),
    ),
    ...Object.fromEntries<Expected[string]>(
      result.breakdowns.flatMap(ofBreakdown),
    ),
    'design/levels': result.design.alphaSuccess,
    progress: result.progress.share,
  };
};

describe('explainResult', () => {
  for (const [name, input] of inputs) {
    it(`has every figure of the result, to the last bit: ${name}`, () => {
      const explained = explainResult(input);
      const found = Object.fromEntries(
        explained.flatMap(({ id, value, interval }) => [
          [id, value] as const,
          ...(interval === undefined
            ? []
            : ([[`${id} interval`, interval]] as const)),
        ]),
      );
      expect(found).toEqual(figuresOf(analyzeExperiment(input)));
    });

    it(`leads from inputs to values in steps that hold: ${name}`, () => {
      const isTree = input.plan.decisionRule?.kind === 'tree';
      const explained = explainResult(input);
      expect(explained.flatMap(figure => wrongSteps(figure, isTree))).toEqual(
        [],
      );
      for (const figure of explained) {
        const last = figure.steps.at(-1)?.value;
        if (figure.value !== null) {
          expect([figure.id, last]).toEqual([figure.id, figure.value]);
        }
        expect([figure.id, endsOf(figure)]).toEqual([
          figure.id,
          figure.interval,
        ]);
      }
    });
  }
});
