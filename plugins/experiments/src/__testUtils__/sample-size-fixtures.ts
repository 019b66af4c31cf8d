import type { SampleSizeAnswer } from '@etude/plugin-experiments-common';

type Size = NonNullable<SampleSizeAnswer['size']>;
type Price = Size['prices'][number];

const price = (changes: Partial<Price>): Price => ({
  design: 'fixed-horizon',
  label: 'Fixed horizon',
  looks: 1,
  maximumUnits: 377_496,
  expectedUnitsUnderNull: 377_496,
  expectedUnitsUnderEffect: 377_496,
  days: 20,
  daysLow: 18,
  daysHigh: 23,
  expectedDaysUnderEffect: 20,
  inflation: 1,
  sentence: 'One look, at the end.',
  ...changes,
});

const PRICES: readonly Price[] = [
  price({}),
  price({
    design: 'fixed-power',
    label: 'Fixed power',
    sentence: 'Ends on the first complete day that is precise enough.',
  }),
  price({
    design: 'group-sequential',
    label: 'Group sequential, 3 looks, weekly',
    looks: 3,
    maximumUnits: 385_046,
    expectedUnitsUnderNull: 380_516,
    expectedUnitsUnderEffect: 309_547,
    days: 21,
    daysLow: 19,
    daysHigh: 24,
    expectedDaysUnderEffect: 17,
    inflation: 1.02,
    sentence: '3 looks, each of which may settle the decision.',
  }),
  price({
    design: 'always-valid',
    label: 'Always valid',
    looks: null,
    maximumUnits: 830_491,
    expectedUnitsUnderNull: 800_000,
    expectedUnitsUnderEffect: 450_000,
    days: 44,
    daysLow: 40,
    daysHigh: null,
    expectedDaysUnderEffect: 24,
    inflation: 2.2,
    sentence: 'Look on any day, without a plan.',
  }),
];

/** What the planner says of a plan with one success metric. */
export const testSize = (changes: Partial<Size> = {}): Size => ({
  perMetric: [
    {
      metricId: 'retention-7',
      units: 377_496,
      days: 20,
      alpha: 0.05,
      power: 0.8,
      poweredEffectRelative: 0.02,
    },
  ],
  requiredUnits: 377_496,
  days: 20,
  design: {
    alphaSuccess: 0.05,
    alphaGuardrail: 0.05,
    alphaDeterioration: 0.05,
    powerPerMetric: 0.8,
  },
  runtime: {
    days: 20,
    low: 18,
    high: 23,
    weeks: 3,
    extrapolated: false,
    sentence: 'The units are there after 20 days: plan 3 full weeks.',
  },
  prices: PRICES,
  sensitivity: [
    {
      multiplier: 0.5,
      mdeRelative: { 'retention-7': 0.01 },
      units: 1_500_000,
      days: null,
    },
    {
      multiplier: 1,
      mdeRelative: { 'retention-7': 0.02 },
      units: 377_496,
      days: 20,
    },
    {
      multiplier: 2,
      mdeRelative: { 'retention-7': 0.04 },
      units: null,
      days: null,
    },
  ],
  powerCurves: [
    {
      metricId: 'retention-7',
      test: 'superiority',
      points: [
        { effectRelative: 0, power: 0.05 },
        { effectRelative: 0.01, power: 0.3443 },
        { effectRelative: 0.02, power: 0.8 },
      ],
    },
  ],
  plannedPeriod: {
    days: 14,
    metrics: [
      {
        metricId: 'retention-7',
        units: 264_000,
        poweredEffectRelative: 0.0239,
        power: 0.672,
      },
    ],
    sentence: '14 days bring 264,000 units, too few.',
  },
  ...changes,
});

/** {@link testSize} as the API answers it. */
export const testSizeAnswer = (
  changes: Partial<SampleSizeAnswer> = {},
): SampleSizeAnswer => ({
  size: testSize(),
  baselines: [],
  notices: [],
  problems: [],
  ...changes,
});

/** The answer when nobody knows how many units come per day. */
export const testSizeWithoutTraffic = (): SampleSizeAnswer =>
  testSizeAnswer({
    size: testSize({
      days: null,
      runtime: null,
      plannedPeriod: null,
      perMetric: testSize().perMetric.map(need => ({ ...need, days: null })),
      prices: PRICES.map(one => ({
        ...one,
        days: null,
        daysLow: null,
        daysHigh: null,
        expectedDaysUnderEffect: null,
      })),
    }),
  });
