import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as stats from './index';

// Nothing that comes out of this package may look like a number and be none:
// whatever goes in, the answer is a finite number or a named problem.

type Probe = {
  readonly base: unknown;
  readonly call: (input: unknown) => unknown;
};

const probe = <T>(base: T, call: (input: T) => unknown): Probe => ({
  base,
  // Changed leaves keep the shape, so that the input still is a T.
  call: input => call(input as T),
});

const control = { n: 900, mean: 10, variance: 4 };
const treatment = { n: 1100, mean: 10.2, variance: 5 };
const two = {
  control,
  treatment,
  alternative: 'two-sided',
  alpha: 0.05,
} as const;
const rates = {
  control: { successes: 80, n: 900 },
  treatment: { successes: 130, n: 1100 },
  alternative: 'two-sided',
  alpha: 0.05,
} as const;
const pair = (shift: number) => ({
  n: 500,
  meanX: 4,
  meanY: 10 + shift,
  m2X: 600,
  m2Y: 2000,
  cXY: 700,
});
const pairs = { ...two, control: pair(0), treatment: pair(0.3) };
const vector = (shift: number) => ({
  n: 500,
  means: [10 + shift, 4, 9, 4],
  comoments: [2000, 700, 600, 500, 300, 1800, 300, 200, 400, 500],
});
const vectors = { ...two, control: vector(0), treatment: vector(0.3) };
const target = { alpha: 0.05, sides: 2, power: 0.8 } as const;
const values = Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 7);
const columns = (shift: number) => ({
  y: values.slice(0, 12).map(value => value + shift),
  covariates: [values.slice(20, 32), values.slice(31, 43)],
});
const effects = [
  { estimate: 0.02, stdErr: 0.01 },
  { estimate: -0.01, stdErr: 0.02 },
  { estimate: 0.05, stdErr: 0.015 },
  { estimate: 0.01, stdErr: 0.03 },
];
const units = Array.from({ length: 30 }, (_, i) =>
  values.slice(i, i + 1 + (i % 4)),
);
const bounded = (estimate: number) => ({
  n: 500,
  nBounds: 400,
  estimate,
  lower: estimate - 0.4,
  upper: estimate + 0.5,
});
const clustered = (estimate: number) => ({
  ...bounded(estimate),
  n: 2000,
  events: { n: 500, meanX: 4, meanY: 2, m2X: 600, m2Y: 500, cXY: 300 },
});
const spending = { kind: 'hwang-shih-decani', gamma: -2 } as const;
const schedule = {
  informationFractions: [0.2, 0.5, 1],
  spending,
  alpha: 0.05,
  sides: 2,
} as const;
const estimated = { estimate: 0.1, stdErr: 0.05, alpha: 0.05 };
const curve = [100, 210, 330, 420, 540, 600, 650, 760, 860, 990, 1080, 1200];
const scores = {
  scores: [0.1, 0.4, 0.35, 0.8, 0.9, 0.5],
  labels: [0, 1, 0, 1, 1, 0] as const,
};
const predictions = { probabilities: scores.scores, labels: scores.labels };
const look = {
  unitsByCompleteDay: [200, 900, 2000],
  metrics: [{ id: 'm', control, treatment, alpha: 0.05, sides: 1 as const }],
};
const powered = { power: 0.8, mdeRelative: 0.02, baselineMean: 10 };
const larger = { alternative: 'larger' as const };

const PROBES: Readonly<Record<string, Probe | readonly Probe[]>> = {
  achievedPower: probe({ ...two, ...target, effect: 0.3 }, stats.achievedPower),
  adjustPValues: (
    ['bonferroni', 'holm', 'hommel', 'sidak', 'two-stage-bky'] as const
  ).map(method =>
    probe(
      { pValues: [0.003, 0.04, 0.2], method, alpha: 0.05 },
      stats.adjustPValues,
    ),
  ),
  allocateErrorRates: probe(
    { alpha: 0.05, power: 0.8, treatmentVariants: 2, vetoAlpha: 0.05 },
    input =>
      stats.allocateErrorRates(
        stats.standardDecisionTree({
          superiority: ['a', 'b'],
          nonInferiority: ['c'],
        }),
        input,
      ),
  ),
  alwaysValidRequiredUnits: probe(
    { ...target, varianceControl: 4, effect: 0.3, looks: 3 },
    stats.alwaysValidRequiredUnits,
  ),
  asymptoticConfidenceSequence: (['two-sided', 'smaller'] as const).map(
    alternative =>
      probe(
        {
          difference: 0.2,
          stdErr: 0.1,
          nTotal: 900,
          tuningN: 2000,
          alpha: 0.05,
          alternative,
        },
        stats.asymptoticConfidenceSequence,
      ),
  ),
  bayesianEffect: probe(
    {
      ...estimated,
      scale: { kind: 'absolute' as const, controlMean: 10 },
      prior: { mean: 0, sd: 0.3 },
    },
    stats.bayesianEffect,
  ),
  betaBinomialEffect: probe(
    { ...rates, prior: { a: 0.5, b: 0.5 } },
    stats.betaBinomialEffect,
  ),
  boundaryCrossings: probe(
    { informationFractions: [0.5, 1], z: [2.8, 2], drifts: [0, 2.8] },
    stats.boundaryCrossings,
  ),
  boundaryDrift: probe(
    { informationFractions: [0.5, 1], z: [2.8, 2], power: 0.8 },
    stats.boundaryDrift,
  ),
  brierScore: probe(predictions, stats.brierScore),
  chanceToWinProportion: probe(rates, stats.chanceToWinProportion),
  clusterRandomizedTest: [
    probe(
      { ...pairs, weighting: 'member' as const },
      stats.clusterRandomizedTest,
    ),
    probe(
      {
        ...two,
        weighting: 'cluster' as const,
        degreesOfFreedom: 'welch' as const,
        control: { n: 20, mean: 3, m2: 12 },
        treatment: { n: 22, mean: 3.4, m2: 15 },
      },
      stats.clusterRandomizedTest,
    ),
  ],
  clusteredQuantileInterval: probe(
    { units, quantile: 0.5, alpha: 0.05 },
    stats.clusteredQuantileInterval,
  ),
  clusteredQuantileOf: probe(
    { units, quantile: 0.5, level: 0.95 },
    stats.clusteredQuantileOf,
  ),
  clusteredQuantileTest: probe(
    {
      ...two,
      control: clustered(3),
      treatment: clustered(3.2),
      quantile: 0.5,
      level: 0.95,
    },
    stats.clusteredQuantileTest,
  ),
  crossoverCheck: probe(
    { unitsTotal: 900, unitsInSeveralVariants: 12, threshold: 0.01 },
    stats.crossoverCheck,
  ),
  cumulativeImpact: probe(
    {
      effects: effects.map((effect, i) => ({
        ...effect,
        shipped: i % 2 === 0,
      })),
      alpha: 0.05,
    },
    stats.cumulativeImpact,
  ),
  cupedAdjust: probe([vector(0), vector(0.3)], stats.cupedAdjust),
  cupedTest: [
    probe(vectors, stats.cupedTest),
    probe({ ...pairs, test: 'welch-t' as const }, stats.cupedTest),
  ],
  decisionRuleDesign: probe(
    {
      rule: 2 as const,
      successMetrics: 2,
      guardrailsWithNim: 3,
      treatmentVariants: 2,
      alpha: 0.05,
      power: 0.8,
      alphaDeterioration: 0.05,
      extraDeteriorationMetrics: 1,
      qualityTests: 2,
      guarantee: 'strict' as const,
    },
    stats.decisionRuleDesign,
  ),
  designEffect: probe(
    { meanSize: 5, sizeVariation: 0.4, icc: 0.1 },
    stats.designEffect,
  ),
  estimateRuntime: probe(
    { cumulativeUniqueUnits: curve, trafficShare: 0.5, requiredTotal: 1500 },
    stats.estimateRuntime,
  ),
  expectedCalibrationError: probe(
    { ...predictions, bins: 5 },
    stats.expectedCalibrationError,
  ),
  expectedUnitsByDay: probe(
    { cumulativeUniqueUnits: curve, trafficShare: 0.5, day: 20 },
    stats.expectedUnitsByDay,
  ),
  exposureGaps: probe(
    {
      counts: [
        [50, 60],
        [40, 0],
        [55, 51],
      ],
      alpha: 0.001,
    },
    stats.exposureGaps,
  ),
  fitPlattScaling: probe(scores, stats.fitPlattScaling),
  fixedPowerCheck: probe(
    { ...two, ...target, ...powered },
    stats.fixedPowerCheck,
  ),
  fixedPowerLook: probe(
    {
      ...look,
      metrics: look.metrics.map(metric => ({ ...metric, ...powered })),
    },
    stats.fixedPowerLook,
  ),
  fixedWidthCheck: probe(
    { ...two, widthRelative: 0.05 },
    stats.fixedWidthCheck,
  ),
  fixedWidthLook: probe(
    {
      ...look,
      metrics: look.metrics.map(metric => ({ ...metric, widthRelative: 0.05 })),
    },
    stats.fixedWidthLook,
  ),
  gaussianEffect: probe(
    { ...estimated, prior: { mean: 0, variance: 0.04 } },
    stats.gaussianEffect,
  ),
  generalisedAlwaysValidInterval: probe(
    { estimate: 0.2, nPerVariant: 500, variance: 4, phi: 1000, alpha: 0.05 },
    stats.generalisedAlwaysValidInterval,
  ),
  groupSequentialAnalysis: [
    probe(
      {
        looks: [
          { control, treatment },
          { control, treatment },
        ],
        plannedTotal: 4000,
        spending,
        alternative: 'two-sided' as const,
        alpha: 0.05,
      },
      stats.groupSequentialAnalysis,
    ),
  ],
  groupSequentialBounds: probe(schedule, stats.groupSequentialBounds),
  groupSequentialDesign: [
    probe({ ...schedule, power: 0.8 }, stats.groupSequentialDesign),
    probe({ ...target, spending, looks: 3 }, stats.groupSequentialDesign),
  ],
  groupSequentialPower: probe(
    { ...schedule, drift: 2.8 },
    stats.groupSequentialPower,
  ),
  inferiorityTest: probe(
    {
      ...two,
      preferredDirection: 'increase' as const,
      test: 'welch-t' as const,
    },
    stats.inferiorityTest,
  ),
  intraclassCorrelation: probe(
    [
      { n: 5, mean: 3, m2: 4 },
      { n: 7, mean: 4, m2: 6 },
      { n: 4, mean: 2, m2: 3 },
    ],
    stats.intraclassCorrelation,
  ),
  latestLook: (['rescale', 'strict'] as const).map(overRun =>
    probe(
      { alpha: 0.05, plannedTotal: 400, at: [100, 250, 500] },
      ({ at, ...plan }) =>
        stats.latestLook({ ...plan, spending, sides: 1, overRun }, at),
    ),
  ),
  linRegressionTest: probe(
    {
      ...two,
      control: columns(0),
      treatment: columns(0.4),
      test: 't' as const,
    },
    stats.linRegressionTest,
  ),
  linearisedRatioPairs: probe(
    [vector(0), vector(0.3)],
    stats.linearisedRatioPairs,
  ),
  meanDifferenceTest: (['z', 'welch-t', 'student-t'] as const).flatMap(test => [
    probe({ ...two, test, null: 0.1 }, stats.meanDifferenceTest),
    probe({ ...two, ...larger, test }, stats.meanDifferenceTest),
  ]),
  mixtureSprt: probe(
    { ...estimated, residualSd: 2, phi: 100 },
    stats.mixtureSprt,
  ),
  momentsFromSums: probe(
    { n: 40, sum: 120, sumOfSquares: 420.5, sumError: 1e-15 },
    stats.momentsFromSums,
  ),
  newcombeInterval: [
    probe(rates, stats.newcombeInterval),
    probe({ ...rates, ...larger }, stats.newcombeInterval),
  ],
  nextLook: probe({ alpha: 0.05, at: [0.3, 0.8] }, ({ alpha, at }) => {
    const start = stats.startGroupSequential({ spending, alpha, sides: 1 });
    if (!start.ok) return start;
    const first = stats.nextLook(start.value, at[0] ?? 0);
    return first.ok ? stats.nextLook(first.value.state, at[1] ?? 0) : first;
  }),
  nonInferiorityTest: (['fixed', 'exact'] as const).map(margin =>
    probe(
      {
        ...two,
        preferredDirection: 'decrease' as const,
        nimRelative: 0.02,
        margin,
      },
      stats.nonInferiorityTest,
    ),
  ),
  pooledEffect: [
    probe({ effects, alpha: 0.05 }, stats.pooledEffect),
    probe(
      { effects, alpha: 0.05, inference: 'hartung-knapp-adhoc' as const },
      stats.pooledEffect,
    ),
    probe(
      { effects, alpha: 0.05, method: 'paule-mandel' as const },
      stats.pooledEffect,
    ),
  ],
  poweredEffect: probe({ ...two, ...target }, stats.poweredEffect),
  poweredEffectForProportion: probe(
    { ...target, baseline: 0.1, nControl: 900, nTreatment: 1100 },
    stats.poweredEffectForProportion,
  ),
  preExposureCheck: probe(
    { comparisons: [{ control, treatment }], alpha: 0.01 },
    stats.preExposureCheck,
  ),
  proportionDifferenceTest: (['unpooled-z', 'pooled-z'] as const).map(method =>
    probe({ ...rates, method, null: 0.01 }, stats.proportionDifferenceTest),
  ),
  quantileClusterInflation: probe(
    { events: clustered(3).events, quantile: 0.5 },
    stats.quantileClusterInflation,
  ),
  quantileDifferenceInterval: probe(
    {
      control: values.slice(0, 30),
      treatment: values.slice(20),
      quantile: 0.5,
      alpha: 0.05,
    },
    stats.quantileDifferenceInterval,
  ),
  quantileInterval: probe(
    { values, quantile: 0.5, alpha: 0.05 },
    stats.quantileInterval,
  ),
  quantileTestFromBounds: probe(
    { ...two, control: bounded(3), treatment: bounded(3.3), level: 0.95 },
    stats.quantileTestFromBounds,
  ),
  ratioCupedTest: probe(vectors, stats.ratioCupedTest),
  ratioMetricTest: probe(pairs, stats.ratioMetricTest),
  ratioSummary: probe(pair(0), input => stats.ratioSummary(input)),
  regressionAdjustedTest: [
    probe(vectors, stats.regressionAdjustedTest),
    probe(pairs, stats.regressionAdjustedTest),
  ],
  relativeLift: (['delta', 'fieller', 'naive'] as const).flatMap(method => {
    const base = {
      control: { mean: 10, stdErr: 0.1 },
      treatment: { mean: 10.2, stdErr: 0.12 },
      method,
      alpha: 0.05,
    };
    return [
      probe({ ...base, null: 0.1 }, stats.relativeLift),
      probe({ ...base, ...larger, df: 30 }, stats.relativeLift),
    ];
  }),
  reliabilityCurve: probe(
    { ...predictions, bins: 5, alpha: 0.05 },
    stats.reliabilityCurve,
  ),
  repeatedTest: probe(
    {
      difference: 0.2,
      stdErr: 0.1,
      bound: 2.2,
      alternative: 'larger' as const,
    },
    stats.repeatedTest,
  ),
  requiredSampleSize: probe(
    {
      ...target,
      varianceControl: 4,
      varianceTreatment: 5,
      effect: 0.3,
      allocation: [1, 2] as const,
    },
    stats.requiredSampleSize,
  ),
  requiredSampleSizeForMetrics: probe(
    {
      rule: 1 as const,
      alpha: 0.05,
      power: 0.8,
      sides: 1 as const,
      metrics: (['success', 'guardrail'] as const).map(role => ({
        name: role,
        role,
        mean: 10,
        variance: 4,
        effectRelative: 0.02,
      })),
    },
    stats.requiredSampleSizeForMetrics,
  ),
  requiredSampleSizeForProportion: probe(
    {
      ...target,
      baseline: 0.1,
      effect: 0.01,
      purpose: 'superiority' as const,
      allocation: [1, 2] as const,
    },
    stats.requiredSampleSizeForProportion,
  ),
  requiredSampleSizeForVariants: probe(
    { ...target, weights: [2, 1, 1], variance: 4, effect: 0.3 },
    stats.requiredSampleSizeForVariants,
  ),
  requiredSampleSizeForWidth: probe(
    {
      width: 0.2,
      alpha: 0.05,
      varianceControl: 4,
      allocation: [1, 2] as const,
    },
    stats.requiredSampleSizeForWidth,
  ),
  runningAlwaysValidP: probe(
    { z: [1, 2.5, 3], nTotal: [100, 400, 800], tuningN: 1000, alpha: 0.05 },
    stats.runningAlwaysValidP,
  ),
  runningP: probe([0.5, 0.02, 0.2], stats.runningP),
  sequentialSrm: probe(
    {
      batches: [
        [50, 60],
        [400, 300],
      ],
      weights: [1, 1],
      concentration: 10_000,
      threshold: 0.01,
    },
    stats.sequentialSrm,
  ),
  shrunkenEffects: [
    probe({ effects, alpha: 0.05 }, stats.shrunkenEffects),
    probe(
      { effects, alpha: 0.05, centre: 0, method: 'james-stein' as const },
      stats.shrunkenEffects,
    ),
  ],
  srmTest: probe(
    { counts: [500, 560], weights: [1, 1], threshold: 0.001 },
    stats.srmTest,
  ),
  startGroupSequential: probe(
    { spending, alpha: 0.05, sides: 1 as const },
    stats.startGroupSequential,
  ),
  summaryOfBoundedQuantile: probe(bounded(3), input =>
    stats.summaryOfBoundedQuantile(input),
  ),
  superiorityTest: probe(
    {
      ...two,
      preferredDirection: 'decrease' as const,
      test: 'student-t' as const,
    },
    stats.superiorityTest,
  ),
  testEffect: [
    probe(
      {
        difference: 0.2,
        stdErr: 0.1,
        df: 12,
        null: 0.1,
        alternative: 'two-sided' as const,
        alpha: 0.05,
      },
      stats.testEffect,
    ),
    probe(
      {
        difference: 0.2,
        stdErr: 0.1,
        alternative: 'smaller' as const,
        alpha: 0.05,
      },
      stats.testEffect,
    ),
  ],
  weightedVote: probe(
    [
      { answer: 'a', weight: 1 },
      { answer: 'b', weight: 2 },
    ],
    stats.weightedVote,
  ),
  wilsonInterval: probe(
    { successes: 4, n: 20, alpha: 0.05 },
    stats.wilsonInterval,
  ),
  winsorize: probe(
    { variants: [values.slice(0, 9), values.slice(9, 20)], percentile: 0.9 },
    ({ variants, percentile }) =>
      stats.winsorize(variants, { kind: 'percentile', percentile }),
  ),
};

// Distributions and moments answer NaN outside their domain; the tree
// functions take no numbers.
const NOT_PROBED =
  /(Cdf|Sf|Pdf|Pmf|UpperQuantile)$|^(normal|studentT|chiSquare|f|beta|gamma|binomial)Quantile$|[mM]oments(At|Of|OfX|OfY|OfPair|FromSummary|FromVariance)?$|^(comomentAt|pairMomentsAt|sampleVariance|sampleCovariance|summaryOf|varianceOfMean|proportionSummary|welchDegreesOfFreedom|spentAlpha|plattProbability|hypothesesOf|standardDecisionTree|evaluateDecision|runStatisticsCases|statisticsCaseKinds)$/;

const HOSTILE = [
  0,
  1,
  2,
  -1,
  0.5,
  1.5,
  100,
  -0.3,
  1e-9,
  1 - 1e-12,
  1e-160,
  1e-320,
  1e160,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  2 ** 53,
  1e12,
  Infinity,
  -Infinity,
  NaN,
];

// Closed sets by type, which nothing checks again at run time.
const FIXED_KEYS = new Set(['sides', 'labels', 'rule']);

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value === 'number') return [path];
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item, i) => pathsOf(item, [...path, i]))];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    FIXED_KEYS.has(key) ? [] : pathsOf(item, [...path, key]),
  );
};

const changed = (value: unknown, path: Path, to: number): unknown => {
  const [head, ...rest] = path;
  if (head === undefined) {
    if (!Array.isArray(value)) return to;
    if (Number.isFinite(to)) return value.slice(0, Math.min(2, Math.abs(to)));
    // All alike: no spread is left.
    const all: readonly unknown[] = value;
    return all.map(item => (typeof item === 'number' ? all[0] : item));
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) =>
      i === head ? changed(item, rest, to) : item,
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === head ? changed(item, rest, to) : item,
    ]),
  );
};

const hostile = (base: unknown): fc.Arbitrary<unknown> => {
  const paths = pathsOf(base);
  const change = fc.record({
    path: fc.constantFrom(...paths),
    to: fc.constantFrom(...HOSTILE),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map(changes =>
      changes.reduce((value, { path, to }) => changed(value, path, to), base),
    );
};

const MAY_BE_OPEN =
  /\.(ci|interval|credibleInterval|df|likelihoodRatio|z|bound|tauSquaredInterval)(\.|$)/;
const PROBABILITY =
  /(^|\.)(pValue|pValues|power|adjusted|chanceToWin|sequentialP|leastP|qPValue|currentPower|cumulativePower|rejectProbabilityPerLook|nominalPPerSide|rawConfidence|shareCorrect)(\.\d+)?$/;
const NOT_NEGATIVE = /(^|\.)(stdErr|variance|totalExact|tauSquared|halfWidth)$/;

const faultsOf = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return [`${path} is NaN`];
    if (!Number.isFinite(value) && !MAY_BE_OPEN.test(path)) {
      return [`${path} is ${value}`];
    }
    if (PROBABILITY.test(path) && !(value >= 0 && value <= 1 + 1e-9)) {
      return [`${path} is ${value}, no probability`];
    }
    return NOT_NEGATIVE.test(path) && value < 0 ? [`${path} is ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    faultsOf(item, `${path}.${key}`),
  );
};

type Numbers = Readonly<Record<string, unknown>>;

const intervalFaults = (value: unknown, alpha: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Numbers;
  const ci = record['ci'] ?? record['credibleInterval'];
  const nested = Object.values(record).flatMap(item =>
    intervalFaults(item, alpha),
  );
  if (!Array.isArray(ci)) return nested;
  const [low, high] = ci as [number, number];
  const estimate =
    record['difference'] ?? record['estimate'] ?? record['lift'] ?? low;
  const isOrdered = low <= high && low < Infinity && high > -Infinity;
  // A one-sided bound beyond its estimate is right at a level above 50 %.
  const isAround =
    typeof estimate !== 'number' ||
    !(typeof alpha === 'number' && alpha < 0.4) ||
    (estimate >= low - 1e-9 * Math.abs(low) &&
      estimate <= high + 1e-9 * Math.abs(high));
  return isOrdered && isAround
    ? nested
    : [...nested, `ci ${low}, ${high} of ${JSON.stringify(estimate)}`];
};

type Refusable = {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly problems?: readonly {
    readonly code: string;
    readonly message: string;
  }[];
};

const faultsOfAnswer = (input: unknown, answer: unknown): readonly string[] => {
  const { ok, value, problems = [] } = answer as Refusable;
  if (!ok) {
    const named = problems.every(
      ({ code, message }) => code.startsWith('ETUDE_STATS_') && message !== '',
    );
    return problems.length > 0 && named ? [] : ['a refusal without a reason'];
  }
  return [
    ...faultsOf(value),
    ...intervalFaults(value, (input as Numbers)['alpha']),
  ];
};

const functions = Object.entries(stats).flatMap(([name, value]) =>
  typeof value === 'function' ? [name] : [],
);

const RUNS = 120;

describe('no invented numbers', () => {
  it('is asked of every function that may refuse', () => {
    const probed = functions.filter(name => !NOT_PROBED.test(name));
    expect(Object.keys(PROBES).sort()).toEqual(probed.sort());
  });

  it.each(Object.entries(PROBES))('%s', (_name, probes) => {
    [probes].flat().forEach(({ base, call }) => {
      expect(faultsOfAnswer(base, call(base))).toEqual([]);
      fc.assert(
        fc.property(hostile(base), input => {
          expect(faultsOfAnswer(input, call(input))).toEqual([]);
        }),
        { seed: 1, numRuns: RUNS },
      );
    });
  });
});
