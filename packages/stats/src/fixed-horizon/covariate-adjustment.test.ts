import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairMomentsOf } from '../moments/pair-moments';
import type { VectorMoments } from '../moments/vector-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  momentsAt,
  vectorMomentsOf,
} from '../moments/vector-moments';
import { summaryOf } from '../moments/sample-summary';
import { closeTo, codesOf, valueOf } from '../test-input';
import { cupedTest } from './cuped';
import { linRegressionTest } from './lin-regression';
import { meanDifferenceTest } from './mean-difference';
import { linearisedRatioPairs, ratioCupedTest } from './ratio-cuped';
import { ratioMetricTest } from './ratio-metric';
import { regressionAdjustedTest } from './regression-adjustment';

// The expected values are of R 4.2.2 with estimatr 1.0.0 on these units.
const CONTROL = [
  [4.1, 6.3, 5.2, 7.7, 3.9, 8.4, 6.1, 5.5],
  [2, 4, 3, 5, 1, 6, 4, 4],
  [1, 0, 2, 1, 1, 3, 0, 2],
] as const;
const TREATMENT = [
  [5.0, 7.9, 6.4, 9.1, 4.2, 8.8, 7.3, 6.6, 5.9],
  [2, 5, 3, 6, 1, 5, 4, 3, 2],
  [0, 1, 2, 1, 0, 2, 2, 1, 3],
] as const;

const options = { alternative: 'two-sided', alpha: 0.05 } as const;
const vectors = {
  control: vectorMomentsOf(CONTROL),
  treatment: vectorMomentsOf(TREATMENT),
};

describe('cupedTest with several covariates', () => {
  it('equals R’s t.test of the residuals of lm(y ~ a + b)', () => {
    const test = valueOf(
      cupedTest({ ...vectors, ...options, test: 'welch-t' }),
    );
    closeTo(test.thetas[0], 0.916908212560386);
    closeTo(test.thetas[1], 0.160507246376812);
    closeTo(test.difference, 1.05217726784756);
    closeTo(test.stdErr, 0.182956998782559);
    closeTo(test.df, 10.4969879441452);
    closeTo(test.pValue, 1.53534005023526e-4);
    closeTo(test.ci[0], 0.647124765682812);
  });

  it('tests against the difference asked for', () => {
    const plain = valueOf(cupedTest({ ...vectors, ...options }));
    const against = valueOf(cupedTest({ ...vectors, ...options, null: 0.5 }));
    expect(against.difference).toBe(plain.difference);
    closeTo(against.statistic, (plain.difference - 0.5) / plain.stdErr);
  });

  it('drops and counts a covariate that is constant or repeats others', () => {
    const wider = ([y, a, b]: typeof CONTROL | typeof TREATMENT) =>
      vectorMomentsOf([
        y,
        a,
        a.map(() => 0.1),
        b,
        a.map((value, i) => 2 * value - (b[i] ?? NaN)),
      ]);
    const test = valueOf(
      cupedTest({
        control: wider(CONTROL),
        treatment: wider(TREATMENT),
        ...options,
      }),
    );
    const plain = valueOf(cupedTest({ ...vectors, ...options }));
    expect(test.droppedCovariates).toEqual([1, 3]);
    closeTo(test.difference, plain.difference);
    closeTo(test.stdErr, plain.stdErr);
    expect([test.thetas[1], test.thetas[3]]).toEqual([0, 0]);
  });

  it('refuses an outcome that the covariates determine', () => {
    const determined = ([, a, b]: typeof CONTROL | typeof TREATMENT) =>
      vectorMomentsOf([a.map((x, i) => x / 3 + (b[i] ?? NaN) / 7), a, b]);
    const [control, treatment] = [determined(CONTROL), determined(TREATMENT)];
    const input = { control, treatment, ...options };
    expect(codesOf(cupedTest(input))).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
    expect(codesOf(regressionAdjustedTest(input))).toEqual([
      'ETUDE_STATS_ZERO_VARIANCE',
    ]);
  });

  it('refuses variants with different covariates, and one unit', () => {
    const fewer = vectorMomentsOf(CONTROL.slice(0, 2));
    const single = vectorMomentsOf([[1], [2], [3]]);
    const { treatment } = vectors;
    expect(
      codesOf(cupedTest({ control: fewer, treatment, ...options })),
    ).toEqual(['ETUDE_STATS_LENGTH_MISMATCH']);
    expect(
      codesOf(cupedTest({ control: single, treatment, ...options })),
    ).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });
});

describe('a variant without units', () => {
  it('is refused as such by every adjustment', () => {
    const empty = { control: EMPTY_VECTOR_MOMENTS, ...options };
    const { treatment } = vectors;
    for (const test of [cupedTest, regressionAdjustedTest, ratioCupedTest]) {
      expect(codesOf(test({ ...empty, treatment }))).toEqual([
        'ETUDE_STATS_TOO_FEW_UNITS',
      ]);
    }
  });
});

describe('regression with slopes per variant', () => {
  it('has the HC2 error of estimatr::lm_lin from unit values', () => {
    const columns = ([y, a, b]: typeof CONTROL | typeof TREATMENT) => ({
      y,
      covariates: [a, b],
    });
    const test = valueOf(
      linRegressionTest({
        control: columns(CONTROL),
        treatment: columns(TREATMENT),
        ...options,
        test: 't',
      }),
    );
    closeTo(test.difference, 1.06275735294118);
    closeTo(test.stdErr, 0.197189647679584);
    expect(test.df).toBe(11);
    closeTo(test.pValue, 2.20141253282546e-4);
  });

  it('has the slopes of lm per variant and the error of their residuals', () => {
    const test = valueOf(regressionAdjustedTest({ ...vectors, ...options }));
    closeTo(test.slopesControl[0], 0.965625);
    closeTo(test.slopesControl[1], -0.0428125);
    closeTo(test.slopesTreatment[0], 0.934375);
    closeTo(test.slopesTreatment[1], 0.276041666666667);
    closeTo(test.stdErr, 0.206466357531381);
  });

  it('refuses too few units for its parameters', () => {
    const few = vectorMomentsOf(CONTROL.map(column => column.slice(0, 3)));
    const { treatment } = vectors;
    expect(
      codesOf(regressionAdjustedTest({ control: few, treatment, ...options })),
    ).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });

  it('refuses the HC2 error of a unit it fits exactly', () => {
    // The covariate is 1 for a single unit of control.
    const control = { y: [1, 2, 4, 3], covariates: [[1, 0, 0, 0]] };
    const treatment = { y: [1, 2, 4, 5], covariates: [[1, 1, 0, 0]] };
    expect(
      codesOf(linRegressionTest({ control, treatment, ...options })),
    ).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });
});

// Multiples of 1/64, so that shifts and powers of two are exact.
const unit = fc.integer({ min: -3200, max: 3200 }).map(i => i / 64);
const table = fc.array(fc.tuple(unit, unit, unit), {
  minLength: 6,
  maxLength: 40,
});
type Table = readonly (readonly [number, number, number])[];
const column = (rows: Table, i: 0 | 1 | 2): readonly number[] =>
  rows.map(row => row[i]);
const near = (a: number, b: number, scale = 1): boolean =>
  Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(scale));

describe('the laws of adjustment', () => {
  it('one covariate as a vector equals the pair', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const vector = (rows: Table) =>
          vectorMomentsOf([column(rows, 0), column(rows, 1)]);
        const pair = (rows: Table) =>
          pairMomentsOf({ x: column(rows, 1), y: column(rows, 0) });
        const one = cupedTest({
          control: vector(a),
          treatment: vector(b),
          ...options,
        });
        const other = cupedTest({
          control: pair(a),
          treatment: pair(b),
          ...options,
        });
        if (!one.ok || !other.ok) return one.ok === other.ok;
        return (
          near(one.value.difference, other.value.difference) &&
          near(one.value.stdErr, other.value.stdErr)
        );
      }),
      { seed: 1 },
    );
  });

  it('a constant covariate changes nothing', () => {
    fc.assert(
      fc.property(table, table, unit, (a, b, constant) => {
        const vector = (rows: Table) =>
          vectorMomentsOf([column(rows, 0), rows.map(() => constant)]);
        const [control, treatment] = [vector(a), vector(b)];
        const adjusted = cupedTest({ control, treatment, ...options });
        const raw = meanDifferenceTest({
          control: summaryOf(momentsAt(control, 0)),
          treatment: summaryOf(momentsAt(treatment, 0)),
          ...options,
        });
        if (!adjusted.ok || !raw.ok) return adjusted.ok === raw.ok;
        return (
          near(adjusted.value.difference, raw.value.difference) &&
          near(adjusted.value.stdErr, raw.value.stdErr) &&
          adjusted.value.droppedCovariates.length === 1
        );
      }),
      { seed: 1 },
    );
  });

  it('an uncorrelated covariate changes nothing', () => {
    // Every outcome once with x = −1 and once with x = 1.
    const doubled = (ys: readonly number[]): VectorMoments =>
      vectorMomentsOf([
        [...ys, ...ys],
        [...ys.map(() => -1), ...ys.map(() => 1)],
      ]);
    const control = doubled(CONTROL[0]);
    const treatment = doubled(TREATMENT[0]);
    const test = valueOf(cupedTest({ control, treatment, ...options }));
    const raw = valueOf(
      meanDifferenceTest({
        control: summaryOf(momentsAt(control, 0)),
        treatment: summaryOf(momentsAt(treatment, 0)),
        ...options,
      }),
    );
    closeTo(test.difference, raw.difference);
    closeTo(test.stdErr, raw.stdErr);
    expect(Math.abs(test.varianceReduction)).toBeLessThan(1e-12);
  });

  it('swapping variants flips the effect and keeps its error', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const vector = (rows: Table) =>
          vectorMomentsOf([0, 1, 2].map(i => column(rows, i as 0 | 1 | 2)));
        const [control, treatment] = [vector(a), vector(b)];
        return [cupedTest, regressionAdjustedTest].every(test => {
          const there = test({ control, treatment, ...options });
          const back = test({
            control: treatment,
            treatment: control,
            ...options,
          });
          if (!there.ok || !back.ok) return there.ok === back.ok;
          return (
            near(there.value.difference, -back.value.difference) &&
            near(there.value.stdErr, back.value.stdErr)
          );
        });
      }),
      { seed: 1 },
    );
  });

  it('scaling and shifting a covariate changes nothing', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const vector = (rows: Table, scale: number, shift: number) =>
          vectorMomentsOf([
            column(rows, 0),
            column(rows, 1).map(x => scale * x + shift),
            column(rows, 2),
          ]);
        return [cupedTest, regressionAdjustedTest].every(test => {
          const [plain, moved] = [
            [1, 0],
            [-8, 1024],
          ].map(([scale = NaN, shift = NaN]) =>
            test({
              control: vector(a, scale, shift),
              treatment: vector(b, scale, shift),
              ...options,
            }),
          );
          if (!plain?.ok || !moved?.ok) return plain?.ok === moved?.ok;
          return near(plain.value.difference, moved.value.difference);
        });
      }),
      { seed: 1 },
    );
  });
});

describe('ratioCupedTest', () => {
  const num = [2, 5, 1, 4, 3, 6, 2, 4];
  const den = [5, 9, 4, 7, 6, 9, 3, 8];
  const preNum = [1, 4, 2, 3, 3, 5, 1, 4];
  const preDen = [4, 8, 5, 7, 5, 9, 4, 7];
  const num2 = [3, 5, 2, 6, 3, 7, 2];
  const den2 = [5, 8, 4, 9, 6, 9, 4];
  const preNum2 = [1, 4, 1, 5, 2, 6, 2];
  const preDen2 = [4, 9, 4, 8, 5, 9, 4];

  it('equals CUPED on the linearised values of the units', () => {
    const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
    const ratio0 = (sum(preNum) + sum(preNum2)) / (sum(preDen) + sum(preDen2));
    const pre0 = (sum(preDen) + sum(preDen2)) / 15;
    const pairs = (
      columns: readonly (readonly [number, number, number, number])[],
    ) => {
      const r = sum(columns.map(c => c[0])) / sum(columns.map(c => c[1]));
      const mean = sum(columns.map(c => c[1])) / columns.length;
      return pairMomentsOf({
        y: columns.map(c => r + (c[0] - r * c[1]) / mean),
        x: columns.map(c => ratio0 + (c[2] - ratio0 * c[3]) / pre0),
      });
    };
    const zip = (...lists: readonly (readonly number[])[]) =>
      (lists[0] ?? []).map(
        (_, i) =>
          [
            lists[0]?.[i] ?? NaN,
            lists[1]?.[i] ?? NaN,
            lists[2]?.[i] ?? NaN,
            lists[3]?.[i] ?? NaN,
          ] as const,
      );
    const expected = valueOf(
      cupedTest({
        control: pairs(zip(num, den, preNum, preDen)),
        treatment: pairs(zip(num2, den2, preNum2, preDen2)),
        ...options,
      }),
    );
    const test = valueOf(
      ratioCupedTest({
        control: vectorMomentsOf([num, den, preNum, preDen]),
        treatment: vectorMomentsOf([num2, den2, preNum2, preDen2]),
        ...options,
      }),
    );
    closeTo(test.difference, expected.difference);
    closeTo(test.stdErr, expected.stdErr);
    closeTo(test.thetas[0], expected.thetas[0] ?? NaN);
    expect(test.varianceReduction).toBeGreaterThan(0);
  });

  it('equals the ratio test when the pre-period says nothing', () => {
    const none = (xs: readonly number[]) => xs.map(() => 3);
    const adjusted = valueOf(
      ratioCupedTest({
        control: vectorMomentsOf([num, den, none(num)]),
        treatment: vectorMomentsOf([num2, den2, none(num2)]),
        ...options,
      }),
    );
    const plain = valueOf(
      ratioMetricTest({
        control: pairMomentsOf({ x: den, y: num }),
        treatment: pairMomentsOf({ x: den2, y: num2 }),
        ...options,
      }),
    );
    closeTo(adjusted.difference, plain.difference);
    closeTo(adjusted.stdErr, plain.stdErr);
    expect(adjusted.droppedCovariates).toEqual([0]);
  });

  it('refuses a ratio that is the same for every unit', () => {
    const triple = (xs: readonly number[]) => xs.map(x => x / 3);
    const input = {
      control: vectorMomentsOf([triple(den), den, preNum]),
      treatment: vectorMomentsOf([triple(den2), den2, preNum2]),
      ...options,
    };
    expect(codesOf(ratioCupedTest(input))).toEqual([
      'ETUDE_STATS_ZERO_VARIANCE',
    ]);
  });

  it('refuses a zero denominator and other numbers of columns', () => {
    const zero = vectorMomentsOf([num, num.map(() => 0), preNum]);
    const pair = vectorMomentsOf([num, den]);
    expect(codesOf(linearisedRatioPairs([zero, zero]))).toEqual([
      'ETUDE_STATS_ZERO_DENOMINATOR',
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
    expect(codesOf(linearisedRatioPairs([pair, pair]))).toEqual([
      'ETUDE_STATS_LENGTH_MISMATCH',
    ]);
  });
});
