import type { DecisionRule } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import { adjustedDesign } from './adjusted-design';

const success = { role: 'success' as const };
const guardrail = { role: 'guardrail' as const, nimRelative: 0.01 };
const bare = { role: 'guardrail' as const };
const watched = { role: 'deterioration' as const };

const designOf = (
  metrics: Parameters<typeof adjustedDesign>[0]['metrics'],
  changes: Partial<Parameters<typeof adjustedDesign>[0]> = {},
) =>
  adjustedDesign({
    metrics,
    treatmentVariants: 1,
    alpha: 0.05,
    power: 0.8,
    ...changes,
  });

// Schultzberg, Ankargren & Frånberg 2024, proposition 3.1: S success metrics,
// G guardrails with a margin, C treatment variants, m metrics in all.
describe('levels of the standard rule', () => {
  it('divide alpha by S · C, by C and by m, beta by G + 1', () => {
    const metrics = [success, success, guardrail, bare, watched];
    expect(designOf(metrics, { treatmentVariants: 2 })).toEqual({
      ok: true,
      value: {
        alphaSuccess: 0.05 / 4,
        alphaGuardrail: 0.05 / 2,
        alphaDeterioration: 0.05 / 5,
        powerPerMetric: expect.closeTo(0.9, 12),
      },
    });
  });

  it('count a guardrail without a margin as watched only', () => {
    expect(designOf([success, bare])).toEqual(designOf([success, watched]));
    expect(designOf([success, guardrail])).not.toEqual(
      designOf([success, watched]),
    );
  });

  it('count every metric, also with as many guardrails as success metrics', () => {
    expect(designOf([success, guardrail, watched])).toMatchObject({
      value: { alphaDeterioration: expect.closeTo(0.05 / 3, 15) },
    });
  });

  it('have a success metric that is not there when nothing can ship', () => {
    for (const m of [1, 2, 3]) {
      const metrics = Array.from({ length: m }, () => watched);
      expect(designOf(metrics)).toMatchObject({
        ok: true,
        value: {
          alphaSuccess: 0.05,
          alphaDeterioration: expect.closeTo(0.05 / m, 15),
          powerPerMetric: expect.closeTo(0.8, 12),
        },
      });
    }
  });

  it('are there for no metric at all: nothing is watched', () => {
    expect(designOf([])).toMatchObject({
      ok: true,
      value: { alphaDeterioration: 0.05 },
    });
  });

  it('pay for false vetoes when they are strict', () => {
    const strict = designOf([success, guardrail], {
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    });
    // 1 − (1 − power − alpha) / (G + 1).
    expect(strict).toMatchObject({
      value: { powerPerMetric: expect.closeTo(1 - 0.15 / 2, 12) },
    });
    expect(designOf([success, guardrail])).toEqual(
      designOf([success, guardrail], {
        decisionRule: { kind: 'standard', guarantee: 'default' },
      }),
    );
  });

  it('refuse an alpha that is none once, not once for every level of it', () => {
    const refused = designOf([success], { alpha: 5 });
    expect(refused).toMatchObject({ ok: false });
    expect(!refused.ok && refused.problems.map(({ path }) => path)).toEqual([
      'alpha',
    ]);
  });
});

describe('levels of a tree', () => {
  const leaf = (metricId: string, test: 'superiority' | 'non-inferiority') => ({
    kind: 'hypothesis' as const,
    metricId,
    test,
  });
  const tree = (root: Extract<DecisionRule, { kind: 'tree' }>['root']) => ({
    decisionRule: { kind: 'tree' as const, root },
  });
  const either = tree({
    kind: 'any',
    children: [
      leaf('speed', 'superiority'),
      {
        kind: 'all',
        children: [
          leaf('orders', 'superiority'),
          leaf('refunds', 'non-inferiority'),
        ],
      },
    ],
  });

  it('divide alpha at every "any" and beta at every "all"', () => {
    const metrics = [success, success, guardrail];
    const design = designOf(metrics, { ...either, treatmentVariants: 2 });
    const level = expect.closeTo(0.05 / 2 / 2, 15);
    expect(design).toEqual({
      ok: true,
      value: {
        alphaSuccess: level,
        alphaGuardrail: level,
        alphaDeterioration: 0.05 / 3,
        // The largest power any of them needs.
        powerPerMetric: expect.closeTo(0.9, 12),
        hypotheses: [
          {
            metricId: 'speed',
            test: 'superiority',
            alpha: level,
            power: expect.closeTo(0.8, 12),
          },
          {
            metricId: 'orders',
            test: 'superiority',
            alpha: level,
            power: expect.closeTo(0.9, 12),
          },
          {
            metricId: 'refunds',
            test: 'non-inferiority',
            alpha: level,
            power: expect.closeTo(0.9, 12),
          },
        ],
      },
    });
  });

  it('leave a kind of test that is not in it the level of a variant', () => {
    const design = designOf([success], {
      ...tree(leaf('speed', 'superiority')),
      treatmentVariants: 4,
    });
    expect(design).toMatchObject({
      value: { alphaGuardrail: 0.05 / 4, alphaSuccess: 0.05 / 4 },
    });
  });

  it('count a leaf that is there twice once', () => {
    const design = designOf([success], {
      ...tree({
        kind: 'all',
        children: [leaf('speed', 'superiority'), leaf('speed', 'superiority')],
      }),
    });
    expect(design.ok && design.value.hypotheses).toHaveLength(1);
  });

  it('refuse rates that are none', () => {
    expect(designOf([success], { ...either, alpha: 5 }).ok).toBe(false);
  });
});
