import type { MomentsRow, QuantileRow } from '../computation-result';
import type { RowOutcome } from './row-case';

const TOLERANCE = 1e-9;

/** Numbers are compared relative to `scale`, the size of what was added up. */
const differs = (actual: number, expected: number, scale: number): boolean =>
  !(Math.abs(actual - expected) <= TOLERANCE * scale);

const momentsKey = (row: MomentsRow): string =>
  JSON.stringify([row.variant, row.exposureDate, row.dimension ?? null]);

const diagonalOf = ({ m2, companions }: MomentsRow): number[] => {
  const comoments = companions?.comoments ?? [];
  const diagonal = [m2];
  for (let index = 1, at = 1; at < comoments.length; index++) {
    diagonal.push(comoments[at] ?? Number.NaN);
    at += index + 2;
  }
  return diagonal;
};

/** Every difference between two cells of moments, as sentences. */
const cellDifferences = (
  actual: MomentsRow,
  expected: MomentsRow,
  path: string,
): string[] => {
  const found: string[] = [];
  const say = (what: string, is: unknown, be: unknown) =>
    found.push(`${path}: ${what} is ${String(is)}, not ${String(be)}`);
  if (actual.n !== expected.n) say('n', actual.n, expected.n);
  const isMeans = [actual.mean, ...(actual.companions?.means ?? [])];
  const means = [expected.mean, ...(expected.companions?.means ?? [])];
  const is = [actual.m2, ...(actual.companions?.comoments ?? [])];
  const be = [expected.m2, ...(expected.companions?.comoments ?? [])];
  if (isMeans.length !== means.length || is.length !== be.length) {
    say('the number of companions', isMeans.length - 1, means.length - 1);
    return found;
  }
  // A sum of products is as exact as the spread it is made of, to which the
  // rounding of a mean far from 0 adds.
  const spreads = diagonalOf(expected).map((m2, index) => {
    const mean = means[index] ?? 0;
    return Math.sqrt(Math.max(m2, 1e-6 * expected.n * mean * mean));
  });
  means.forEach((mean, index) => {
    const scale = Math.max(
      Math.abs(mean),
      (spreads[index] ?? 0) / Math.sqrt(expected.n),
    );
    if (differs(isMeans[index] ?? NaN, mean, scale)) {
      say(`mean ${index}`, isMeans[index], mean);
    }
  });
  let at = 0;
  for (let left = 0; left < means.length; left++) {
    for (let right = 0; right <= left; right++, at++) {
      const scale = (spreads[left] ?? 0) * (spreads[right] ?? 0);
      if (differs(is[at] ?? NaN, be[at] ?? NaN, scale)) {
        say(`the sum of products ${left},${right}`, is[at], be[at]);
      }
    }
  }
  return found;
};

type Keyed<T> = {
  readonly what: string;
  readonly keyOf: (row: T) => string;
  readonly compare: (actual: T, expected: T, path: string) => string[];
};

const listDifferences = <T>(
  actual: readonly T[],
  expected: readonly T[],
  { what, keyOf, compare }: Keyed<T>,
): string[] => {
  const missing = new Map(expected.map(row => [keyOf(row), row]));
  const found = actual.flatMap(row => {
    const key = keyOf(row);
    const wanted = missing.get(key);
    missing.delete(key);
    return wanted === undefined
      ? [`${what} ${key} should not be there`]
      : compare(row, wanted, `${what} ${key}`);
  });
  return [
    ...found,
    ...[...missing.keys()].map(key => `${what} ${key} is missing`),
  ];
};

const exactly = <T>(actual: T, expected: T, path: string): string[] => {
  const [is, be] = [JSON.stringify(actual), JSON.stringify(expected)];
  return is === be ? [] : [`${path} is ${is}, not ${be}`];
};

const quantileDifferences = (
  actual: QuantileRow,
  expected: QuantileRow,
  path: string,
): string[] => {
  const found = exactly(actual.n, expected.n, `${path}: n`);
  for (const key of ['value', 'lower', 'upper'] as const) {
    if (differs(actual[key], expected[key], Math.abs(expected[key]))) {
      found.push(`${path}: ${key} is ${actual[key]}, not ${expected[key]}`);
    }
  }
  const [is, be] = [actual.events, expected.events];
  if (is === undefined || be === undefined) {
    return [...found, ...exactly(is, be, `${path}: events`)];
  }
  const scales = {
    units: 0,
    meanBelow: be.meanBelow,
    meanEvents: be.meanEvents,
    varianceBelow: be.varianceBelow,
    varianceEvents: be.varianceEvents,
    covariance: Math.sqrt(be.varianceBelow * be.varianceEvents),
  } as const;
  for (const key of Object.keys(scales) as (keyof typeof scales)[]) {
    if (differs(is[key], be[key], scales[key])) {
      found.push(`${path}: ${key} is ${is[key]}, not ${be[key]}`);
    }
  }
  return found;
};

/**
 * Every difference between what an engine answered and what is expected, one
 * sentence each, none when they are equal: counts, dates and values exactly,
 * means and sums of products to 1e-9 of their size.
 */
export const compareMoments = (
  actual: RowOutcome,
  expected: RowOutcome,
): readonly string[] => {
  const moments = { keyOf: momentsKey, compare: cellDifferences };
  const capDiffers =
    actual.cap === null || expected.cap === null
      ? actual.cap !== expected.cap
      : differs(actual.cap, expected.cap, Math.abs(expected.cap));
  return [
    ...listDifferences(actual.moments, expected.moments, {
      what: 'moments',
      ...moments,
    }),
    ...listDifferences(actual.uncapped, expected.uncapped, {
      what: 'uncapped moments',
      ...moments,
    }),
    ...(capDiffers
      ? [`the cap is ${String(actual.cap)}, not ${String(expected.cap)}`]
      : []),
    ...listDifferences(actual.quantiles, expected.quantiles, {
      what: 'quantile',
      keyOf: row => row.variant,
      compare: quantileDifferences,
    }),
    ...listDifferences(actual.funnelSteps, expected.funnelSteps, {
      what: 'funnel step',
      keyOf: row => JSON.stringify([row.variant, row.exposureDate, row.step]),
      compare: (is, be, path) => exactly(is.units, be.units, path),
    }),
    ...listDifferences(actual.traffic, expected.traffic, {
      what: 'traffic',
      keyOf: row => JSON.stringify([row.variant, row.exposureDate]),
      compare: (is, be, path) => exactly(is.units, be.units, path),
    }),
    ...(
      [
        'crossoverUnits',
        'totalUnits',
        'firstExposureAt',
        'lastExposureAt',
      ] as const
    ).flatMap(key => exactly(actual[key], expected[key], key)),
  ];
};
