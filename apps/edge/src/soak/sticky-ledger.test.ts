import { describe, expect, it } from 'vitest';
import { StickyLedger } from './sticky-ledger';

const at = (run: string) => ({ run, answeredMs: 1_000 });

const told = (...answers: [unit: string, variant: string, run: string][]) => {
  const ledger = new StickyLedger();
  const problems = answers.flatMap(([unit, variant, run]) => {
    ledger.asks(unit);
    return ledger.answered(unit, variant, at(run)) ?? [];
  });
  return { ledger, problems };
};

describe('StickyLedger', () => {
  it('is content while every edge says what the first one said', () => {
    const { ledger, problems } = told(
      ['u', 'blue', 'e0.1'],
      ['u', 'blue', 'e1.1'],
      ['v', 'green', 'e0.1'],
    );
    expect(problems).toEqual([]);
    for (const unit of ['u', 'u', 'v']) {
      ledger.row({ unit, variant: unit === 'u' ? 'blue' : 'green' });
    }
    expect(ledger.problems()).toEqual([]);
    expect(ledger.counts()).toEqual({
      units: 2,
      repeats: 1,
      elsewhere: 1,
      rows: 3,
    });
  });

  it('tells of a unit that another edge moved', () => {
    const { problems } = told(['u', 'blue', 'e0.1'], ['u', 'green', 'e1.1']);
    expect(problems).toEqual([expect.stringMatching(/^moved: u .*green/)]);
  });

  it.each([
    ['another variant', ['green'], /^moved: the lake/],
    ['two variants', ['blue', 'green'], /^moved: the lake/],
    ['no row', [], /^lost: /],
  ])('tells of a lake with %s', (_what, variants, problem) => {
    const { ledger } = told(['u', 'blue', 'e0.1']);
    for (const variant of variants) ledger.row({ unit: 'u', variant });
    expect(ledger.problems()).toEqual([expect.stringMatching(problem)]);
  });

  it('wants one variant of a unit whose requests were all broken off', () => {
    const ledger = new StickyLedger();
    ledger.asks('u');
    ledger.row({ unit: 'u', variant: 'blue' });
    expect(ledger.problems()).toEqual([]);
    ledger.row({ unit: 'u', variant: 'green' });
    expect(ledger.problems()).toEqual([expect.stringMatching(/^moved: /)]);
  });

  it('knows of requests that were sent while one was under way', () => {
    const ledger = new StickyLedger();
    expect(ledger.asks('u')).toBeNull();
    expect(ledger.isAskedOnce('u')).toBe(true);
    expect(ledger.asks('u')).toBeNull();
    expect(ledger.isAskedOnce('u')).toBe(false);
    ledger.answered('u', 'blue', at('e0.1'));
    expect(ledger.asks('u')).toMatchObject({ variant: 'blue' });
  });

  it('tells of a row that nobody asked for', () => {
    const ledger = new StickyLedger();
    ledger.row({ unit: 'u', variant: 'blue' });
    expect(ledger.problems()).toEqual([expect.stringMatching(/nobody asked/)]);
  });
});
