/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  runStatisticsCases,
  statisticsCaseKinds,
} from './run-statistics-cases';

const ROOT = resolve(__dirname, '../../../..');
const OWN_CASES = resolve(ROOT, 'specs/statistics/cases.json');
const SHARED_CASES = resolve(ROOT, '../shared/data/statistics/cases.json');

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(path, 'utf8'));

describe('runStatisticsCases on our own cases', () => {
  it('agrees with every independent oracle', () => {
    const report = runStatisticsCases(readJson(OWN_CASES));
    expect(report.failed).toEqual([]);
    expect(report.skipped).toEqual([]);
    expect(report.passed).toBeGreaterThan(100);
  });
});

describe.skipIf(!existsSync(SHARED_CASES))(
  `runStatisticsCases on shared cases (skipped if ${SHARED_CASES} is absent)`,
  () => {
    it('implements every kind and agrees with every case', () => {
      const report = runStatisticsCases(readJson(SHARED_CASES));
      expect(report.failed).toEqual([]);
      expect(report.skipped).toEqual([]);
      expect(report.passed).toBeGreaterThan(0);
    });
  },
);

describe('runStatisticsCases', () => {
  const normalCase = (value: number) => ({
    id: 'a',
    kind: 'distribution',
    input: { fn: 'norm_sf', args: [20] },
    expected: { value },
    tolerance: { rel: 1e-10, abs: 0 },
  });

  it('fails a case whose expectation is off by more than its tolerance', () => {
    const report = runStatisticsCases([
      normalCase(2.7536241186062337e-89),
      normalCase(2.75362411e-89),
    ]);
    expect(report.passed).toBe(1);
    expect(report.failed).toHaveLength(1);
    expect(report.failed[0]?.message).toContain('expected 2.75362411e-89');
  });

  it('names a kind that is not implemented', () => {
    const report = runStatisticsCases([{ id: 'x', kind: 'astrology' }]);
    expect(report.skipped).toEqual([
      {
        id: 'x',
        kind: 'astrology',
        reason: "kind 'astrology' is not implemented",
      },
    ]);
  });

  it('fails an unreadable case and still runs the others', () => {
    const report = runStatisticsCases([
      { ...normalCase(1), input: { fn: 'norm_sf' } },
      normalCase(2.7536241186062337e-89),
    ]);
    expect(report.failed).toHaveLength(1);
    expect(report.passed).toBe(1);
  });

  it('does not accept a tiny p-value by an absolute tolerance', () => {
    const report = runStatisticsCases([
      {
        id: 'p',
        kind: 'srm_test',
        input: { counts: [600, 400], weights: [1, 1] },
        expected: { p_value: 3e-12 },
        tolerance: { rel: 1e-6, abs: 1e-9 },
      },
    ]);
    expect(report.failed).toHaveLength(1);
  });

  it('lists its kinds', () => {
    expect(statisticsCaseKinds()).toContain('gst_bounds');
  });
});
