import { describe, expect, it } from 'vitest';
import {
  calibrationDocument,
  describeFigure,
  documentWithTables,
  outdatedTables,
  strayTables,
} from './calibration-document';
import type { CalibrationTable, Claim, Figure } from './figure';
import { stdErrOf } from './figure';
import { claimPValue, contradictionsOf } from './judge-claim';

const rate = (hits: number, replications: number, claim: Claim): Figure => ({
  labels: ['z', 'normal'],
  quantity: 'false positives',
  nominal: 0.05,
  observed: { kind: 'rate', hits, replications },
  claim,
});

const isNear = (value: number, expected: number, relative = 1e-12): boolean =>
  Math.abs(value / expected - 1) <= relative;

const table = (figures: readonly Figure[]): CalibrationTable => ({
  id: 'means',
  title: 'Means',
  sentence: 'Nothing deviates.',
  columns: ['test', 'population'],
  figures,
});

describe('a claim', () => {
  it('is judged by exact binomial tails', () => {
    // P(X ≥ 3 | 3, 1/2) = 1/8, twice for two sides.
    const three = (claim: Claim) => claimPValue(rate(3, 3, claim));
    expect(isNear(three({ kind: 'equals', value: 0.5 }), 0.25)).toBe(true);
    expect(isNear(three({ kind: 'at-most', value: 0.5 }), 0.125)).toBe(true);
    expect(three({ kind: 'at-least', value: 0.5 })).toBe(1);
    expect(isNear(three({ kind: 'between', low: 0.1, high: 0.5 }), 0.125)).toBe(
      true,
    );
    expect(three({ kind: 'none' })).toBe(1);
  });

  it('forgives rounding and the noise of another simulation', () => {
    const same = (value: number): Claim => ({
      kind: 'same-as',
      value,
      replications: 100_000,
      rounding: 0.0005,
    });
    const figure = (claim: Claim) => rate(5_000, 100_000, claim);
    expect(isNear(claimPValue(figure(same(0.0504))), 1)).toBe(true);
    // (0.002 − 0.0005)/√(0.051·0.949·2e-5) = 1.525 → 0.127
    expect(isNear(claimPValue(figure(same(0.052))), 0.127, 0.01)).toBe(true);
    expect(claimPValue(figure(same(0.06)))).toBeLessThan(1e-15);
  });

  it('of an average is judged by its standard error', () => {
    const average: Figure = {
      ...rate(0, 1, { kind: 'between', low: 0, high: 10 }),
      observed: { kind: 'average', mean: 10.2, sd: 1, replications: 100 },
    };
    expect(isNear(stdErrOf(average.observed), 0.1)).toBe(true);
    // One-sided 2 standard errors.
    expect(isNear(claimPValue(average), 0.02275, 1e-4)).toBe(true);
  });

  it('is contradicted at a level shared by all of them', () => {
    const off = rate(80, 1_000, { kind: 'equals', value: 0.05 });
    const fine = rate(50, 1_000, { kind: 'equals', value: 0.05 });
    expect(claimPValue(off)).toBeLessThan(1e-4);
    expect(contradictionsOf([table([off])])).toHaveLength(1);
    const many = Array.from({ length: 50 }, () => fine);
    expect(contradictionsOf([table([off, ...many])])).toHaveLength(0);
  });

  it('is contradicted when nothing was observed', () => {
    const nothing = rate(Number.NaN, 0, { kind: 'at-most', value: 0.05 });
    expect(contradictionsOf([table([nothing])])).toHaveLength(1);
  });
});

describe('the page', () => {
  const tables = [table([rate(512, 10_000, { kind: 'equals', value: 0.05 })])];
  const page = calibrationDocument({ seed: 1, tables });

  it('shows as many digits as the standard error has two', () => {
    expect(page).toContain(
      '| z    | normal     | false positives |    0.05 |   0.0512 | 0.0022 |       10,000 | = 0.05 |',
    );
    const [figure] = tables[0]?.figures ?? [];
    expect(figure && describeFigure(figure)).toBe(
      'false positives of z, normal is 0.0512 (s.e. 0.0022), claimed = 0.05',
    );
  });

  it('is in step with other figures of the same tables', () => {
    const again = [table([rate(3, 100, { kind: 'equals', value: 0.05 })])];
    expect(outdatedTables(page, again)).toEqual([]);
    expect(strayTables(page, again)).toEqual([]);
  });

  it('takes new figures for one of its tables and keeps the rest', () => {
    const second = { ...table([rate(1, 10, { kind: 'none' })]), id: 'ratios' };
    const both = calibrationDocument({ seed: 1, tables: [...tables, second] });
    const again = [table([rate(77, 100, { kind: 'equals', value: 0.05 })])];
    const changed = documentWithTables(both, again, ['means', 'ratios']);
    expect(changed).toBe(
      calibrationDocument({ seed: 1, tables: [...again, second] }),
    );
    expect(
      documentWithTables(changed, [...tables, second], ['means', 'ratios']),
    ).toBe(both);
  });

  it('takes a table that it did not have, in its place', () => {
    const second = { ...table([rate(1, 10, { kind: 'none' })]), id: 'ratios' };
    expect(documentWithTables(page, [second], ['ratios', 'means'])).toBe(
      calibrationDocument({ seed: 1, tables: [second, ...tables] }),
    );
  });

  it('is out of step when a table, a claim or a sentence is another', () => {
    const bound = table([rate(3, 100, { kind: 'at-most', value: 0.05 })]);
    const old = "table 'means' of the page is missing or older";
    expect(outdatedTables(page, [bound])).toEqual([old]);
    const reworded = tables.map(same => ({
      ...same,
      sentence: 'All deviates.',
    }));
    expect(outdatedTables(page, reworded)).toEqual([old]);
    expect(strayTables(page, [])).toEqual([
      "table 'means' of the page no longer exists",
    ]);
  });
});
