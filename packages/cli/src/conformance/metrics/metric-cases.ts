import { mergeMoments } from '@etude/metrics';
import type { ComputationResult, MomentsRow } from '@etude/metrics';
import { compareMoments } from '@etude/metrics/conformance';
import type { RowOutcome } from '@etude/metrics/conformance';
import type { ExpectedExperiment, ExpectedMoments } from './expected-file';
import { cellKey, listCases } from './list-cases';
import type { Cell, MetricCase } from './list-cases';

const NOTHING: RowOutcome = {
  moments: [],
  uncapped: [],
  cap: null,
  quantiles: [],
  funnelSteps: [],
  traffic: [],
  crossoverUnits: 0,
  totalUnits: 0,
  firstExposureAt: null,
  lastExposureAt: null,
};

const withMetricId = <T extends { readonly metric: string }>({
  metric,
  ...row
}: T) => ({ ...row, metricId: metric });

/** The rows of each day, and those of all days together. */
const withAllDays = <T extends Cell>(
  rows: readonly T[],
  merge: (left: T, right: T) => T,
): T[] => {
  const days = Map.groupBy(rows, row =>
    cellKey({ ...row, exposureDate: undefined }),
  );
  const all = [...days.values()].map(group => group.reduce(merge));
  return [...rows, ...all.map(row => ({ ...row, exposureDate: undefined }))];
};

type MomentsCell = Omit<MomentsRow, 'exposureDate'> & Cell;

const mergeRows = (left: MomentsCell, right: MomentsCell): MomentsCell => ({
  ...left,
  ...mergeMoments(left, right),
});

/** Companions are compared where they are given. */
const compareRows = (
  { companions, ...computed }: MomentsCell,
  expected: Omit<ExpectedMoments, 'metric'> & { readonly metricId: string },
): readonly string[] => {
  const { dimension, companions: wanted, ...row } = expected;
  const place = {
    exposureDate: row.exposureDate ?? null,
    metricId: row.metricId,
    ...(dimension === undefined ? {} : { dimension }),
  };
  const is = {
    ...computed,
    ...place,
    ...(wanted === undefined || companions === undefined ? {} : { companions }),
  };
  const be = {
    ...row,
    ...place,
    ...(wanted === undefined ? {} : { companions: wanted }),
  };
  return compareMoments(
    { ...NOTHING, moments: [is] },
    { ...NOTHING, moments: [be] },
  );
};

const momentsCases = (
  what: string,
  computed: readonly MomentsRow[],
  expected: readonly ExpectedMoments[],
): MetricCase[] =>
  listCases({
    what,
    computed: withAllDays<MomentsCell>(computed, mergeRows),
    expected: expected.map(withMetricId),
    compare: compareRows,
  });

type CountCell = Cell & { readonly units: number };

const countCases = (
  what: string,
  computed: readonly CountCell[],
  expected: readonly CountCell[],
): MetricCase[] =>
  listCases({
    what,
    computed: withAllDays(computed, (left, right) => ({
      ...left,
      units: left.units + right.units,
    })),
    expected,
    compare: (is, be) =>
      is.units === be.units
        ? []
        : [`the number of units is ${is.units}, not ${be.units}`],
  });

const quantileCases = (
  { quantiles }: ComputationResult,
  expected: ExpectedExperiment,
): MetricCase[] =>
  listCases({
    what: 'quantile',
    computed: quantiles,
    expected: expected.quantiles.map(({ events, ...row }) => ({
      ...withMetricId(row),
      ...(events === undefined ? {} : { events }),
    })),
    compare: ({ events, ...is }, be) =>
      compareMoments(
        {
          ...NOTHING,
          quantiles: [
            {
              ...is,
              ...(be.events === undefined || events === undefined
                ? {}
                : { events }),
            },
          ],
        },
        { ...NOTHING, quantiles: [be] },
      ),
  });

const TOTALS = [
  'totalUnits',
  'crossoverUnits',
  'firstExposureAt',
  'lastExposureAt',
] as const;

const totalCases = (
  result: ComputationResult,
  expected: ExpectedExperiment,
): MetricCase[] => [
  ...TOTALS.filter(name => expected[name] !== undefined).map(name => ({
    name,
    differences:
      result[name] === expected[name]
        ? []
        : [`it is ${String(result[name])}, not ${String(expected[name])}`],
  })),
  ...Object.entries(expected.caps).map(([metricId, cap]) => ({
    name: `${metricId} cap`,
    differences: compareMoments(
      { ...NOTHING, cap: result.caps[metricId] ?? null },
      { ...NOTHING, cap },
    ),
  })),
];

/** Every expectation of one experiment, against what was computed. */
export const metricCases = (
  result: ComputationResult,
  expected: ExpectedExperiment,
): MetricCase[] => [
  ...totalCases(result, expected),
  ...countCases('traffic', result.traffic, expected.traffic),
  ...momentsCases('moments', result.moments, expected.moments),
  ...momentsCases('uncapped moments', result.uncapped, expected.uncapped),
  ...quantileCases(result, expected),
  ...countCases(
    'funnel step',
    result.funnelSteps,
    expected.funnelSteps.map(withMetricId),
  ),
];
