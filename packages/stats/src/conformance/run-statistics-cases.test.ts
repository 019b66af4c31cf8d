/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  runStatisticsCases,
  statisticsCaseKinds,
} from './run-statistics-cases';

const ROOT = resolve(__dirname, '../../../..');
const OWN_CASES = resolve(ROOT, 'specs/statistics/cases');
const SHARED_CASES = resolve(ROOT, '../shared/data/statistics/cases.json');

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(path, 'utf8'));

const namedCases = (
  cases: unknown,
): readonly { readonly id: unknown; readonly kind: unknown }[] =>
  Array.isArray(cases)
    ? cases.map((item: Readonly<Record<string, unknown>>) => ({
        id: item['id'],
        kind: item['kind'],
      }))
    : [];

describe('runStatisticsCases on our own cases', () => {
  it.each(readdirSync(OWN_CASES))('agrees with the oracles of %s', name => {
    const report = runStatisticsCases(readJson(resolve(OWN_CASES, name)));
    expect(report.failed).toEqual([]);
    expect(report.skipped).toEqual([]);
    expect(report.passed).toBeGreaterThan(0);
  });

  it('has a case of every kind and no id twice', () => {
    const cases = readdirSync(OWN_CASES).flatMap(name =>
      namedCases(readJson(resolve(OWN_CASES, name))),
    );
    expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual(
      statisticsCaseKinds(),
    );
    const seen = new Set();
    const isRepeated = (id: unknown) => seen.size === seen.add(id).size;
    expect(cases.filter(({ id }) => isRepeated(id))).toEqual([]);
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
