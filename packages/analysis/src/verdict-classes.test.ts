import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricResult } from './analysis-result';
import {
  short,
  enough,
  verdict,
  kind,
  failed,
  alarm,
} from './verdict-test-input';

describe('verdict: out of scope and restarts', () => {
  it('is excluded with its reason before anything else', () => {
    const out = verdict({
      options: { excludedReason: 'It was a dry run.', endReason: 'restart' },
      health: [failed('srm')],
    });
    expect(out.class).toBe('excluded');
    expect(out.sentence).toContain('It was a dry run.');
    expect(out.prevention).toBeUndefined();
  });

  it('is a restart whatever failed', () => {
    expect(
      kind({ options: { endReason: 'restart' }, health: [failed('srm')] }),
    ).toBe('restart');
  });
});

describe('verdict: harm', () => {
  it('is a regression when the monitor rang, whatever the end says', () => {
    const caught = verdict({ monitors: [alarm], results: [enough] });
    expect(caught).toMatchObject({ class: 'regression', variant: 'b' });
    expect(caught.sentence).toContain('at the look of 5 Mar 2026');
  });

  it('is none when the monitor is quiet or cannot tell', () => {
    const monitors = [
      { ...alarm, state: 'quiet' as const },
      { ...alarm, state: 'unknown' as const },
    ];
    expect(kind({ monitors, results: [enough] })).toBe('neutral');
  });

  it('tells a metric once that is worse and rang', () => {
    const worse = { ...enough, outcome: 'worse' as const, sentence: 'Worse.' };
    const monitors = [{ ...alarm, metricId: 'goal', sentence: 'It rang.' }];
    expect(verdict({ monitors, results: [worse] }).sentence).toBe(
      'A regression caught with b: Worse.',
    );
  });

  it('tells a metric that is worse and another that rang', () => {
    const worse = { ...enough, outcome: 'worse' as const, sentence: 'Worse.' };
    expect(verdict({ monitors: [alarm], results: [worse] }).sentence).toBe(
      `A regression caught with b: Worse. ${alarm.sentence}`,
    );
  });

  it('is that of a treatment: control gets no worse than itself', () => {
    const inControl = { ...enough, outcome: 'worse' as const, variant: 'a' };
    expect(kind({ results: [inControl] })).toBe('neutral');
  });

  it('does not win with a variant whose monitor rang', () => {
    const recommendations = [
      { variant: 'b', action: 'ship', sentence: '', conditions: [] },
    ] as const;
    expect(kind({ recommendations, results: [enough] })).toBe('win');
    expect(
      kind({ recommendations, results: [enough], monitors: [alarm] }),
    ).toBe('regression');
  });
});

describe('verdict: win', () => {
  const recommendations = [
    { variant: 'b', action: 'ship', sentence: '', conditions: [] },
  ] as const;
  const better = (name: string, variant: string): MetricResult => ({
    ...enough,
    name,
    variant,
    outcome: 'better',
    sentence: `${name} got better in ${variant}.`,
  });

  it('says what got better in the variant that won, and nothing else', () => {
    const results = [
      better('goal', 'b'),
      better('other', 'c'),
      { ...enough, sentence: 'No difference.' },
    ];
    expect(verdict({ recommendations, results })).toMatchObject({
      class: 'win',
      variant: 'b',
      sentence:
        'A win with b: goal got better in b. Every guardrail holds and nothing got worse.',
    });
  });

  it('without anything that got better keeps its guardrails', () => {
    const results = [enough, better('other', 'c')];
    expect(verdict({ recommendations, results }).sentence).toBe(
      'A win: b keeps every guardrail within its margin, and nothing got worse.',
    );
  });
});

describe('verdict: precision beside the class', () => {
  it('is that of the least precise metric, where it is known', () => {
    // √(40,000/30,000)
    expect(verdict().mdeRatio).toBeCloseTo(1.1547, 4);
    expect(
      verdict({ results: [{ ...enough, role: 'deterioration' }] }),
    ).not.toHaveProperty('mdeRatio');
  });
});

describe('verdict: neutral', () => {
  it('names the metric that had the least to spare', () => {
    const spare = { ...enough, name: 'other', units: 90_000 };
    const watched = {
      ...enough,
      name: 'watched',
      role: 'deterioration',
    } as const;
    const sentence =
      'goal had the least to spare: 50,000 units of 40,000 needed (125 %).';
    const results = [spare, watched, enough];
    expect(verdict({ results }).sentence).toContain(sentence);
    expect(verdict({ results: results.toReversed() }).sentence).toContain(
      sentence,
    );
  });
});

describe('verdict: every mix of results', () => {
  const outcomes = fc.constantFrom<MetricResult>(short, enough, {
    ...enough,
    outcome: 'worse',
  });

  it('has a sentence, and a prevention exactly when nothing was learned', () => {
    fc.assert(
      fc.property(
        fc.array(outcomes, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (results, rings) => {
          const { sentence, prevention, ...rest } = verdict({
            results,
            monitors: rings ? [alarm] : [],
          });
          expect(`${sentence} ${prevention}`).not.toMatch(/NaN|Infinity/);
          expect(prevention === undefined).toBe(rest.class !== 'no-learning');
          const expected =
            rings || results.some(({ outcome }) => outcome === 'worse')
              ? 'regression'
              : results.every(({ powered }) => powered)
                ? 'neutral'
                : 'no-learning';
          expect(rest.class).toBe(expected);
        },
      ),
      { seed: 1 },
    );
  });
});
