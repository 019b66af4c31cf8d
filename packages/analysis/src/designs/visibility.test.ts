import type { ExperimentDesign } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import { testInput } from '../test-input';
import { TEST_RATES } from './design-test-input';
import { visibilityOf } from './visibility';

const fixed = { kind: 'fixed-horizon' as const, ...TEST_RATES };
const power = { kind: 'fixed-power' as const, ...TEST_RATES };
const width = {
  kind: 'fixed-width' as const,
  ...TEST_RATES,
  widthRelative: 0.025,
};
const gst = {
  kind: 'group-sequential' as const,
  ...TEST_RATES,
  plannedLooks: 7,
  spending: { kind: 'pocock' as const },
  overRun: 'rescale' as const,
};
const always = { kind: 'always-valid' as const, ...TEST_RATES };

const { plan, ...rest } = testInput({ observedMetrics: [] });
const look = { at: rest.now, tests: [], units: {}, srmP: 1 };
const seen = (
  design: ExperimentDesign,
  changes: Partial<Parameters<typeof visibilityOf>[0]> = {},
) =>
  visibilityOf({
    state: 'live',
    now: '2026-03-10T00:00:00Z',
    plannedEndAt: '2026-03-16T09:00:00Z',
    plan: { ...plan, design },
    ...changes,
  });

const END = '16 Mar 2026, 09:00 UTC';
const OVER = { now: '2026-03-16T09:00:00Z' };

describe('what a design shows while it runs', () => {
  it('fixed horizon: nothing before its planned end, of which it tells', () => {
    expect(seen(fixed)).toMatchObject({
      effects: 'closed',
      opensAt: '2026-03-16T09:00:00Z',
    });
    expect(seen(fixed).sentence).toContain(`at the planned end, ${END}`);
  });

  it('fixed horizon without an end: nothing until it is ended', () => {
    const open = seen(fixed, { plannedEndAt: null });
    expect(open.effects).toBe('closed');
    expect(open).not.toHaveProperty('opensAt');
    expect(open.sentence).toContain('until the experiment is ended');
  });

  it('fixed power and width: nothing before the rule, which they name', () => {
    expect(seen(power)).not.toHaveProperty('opensAt');
    expect(seen(power)).toMatchObject({ effects: 'closed' });
    expect(seen(power).sentence).toContain(
      `on which every metric that decides has its power, at the latest at the planned end, ${END}:`,
    );
    expect(seen(width).sentence).toContain(
      'on which every interval is at most 2.5 % of the control mean wide, at the latest',
    );
    expect(seen(width, { plannedEndAt: null }).sentence).toContain(
      'of the control mean wide: stopping',
    );
  });

  it('fixed power and width: all from the stop on', () => {
    const stop = { stopReachedAt: '2026-03-09T00:00:00.000Z' };
    for (const [design, rule] of [
      [power, 'every metric that decides has its power'],
      [width, 'every interval is at most 2.5 % of the control mean wide'],
    ] as const) {
      expect(seen(design, stop)).toEqual({
        effects: 'open',
        sentence: `Since 9 Mar 2026, 00:00 UTC ${rule}: effects are open.`,
      });
    }
    // A fixed horizon has no such rule.
    expect(seen(fixed, stop).effects).toBe('closed');
  });

  it('all but the sequential ones: all from the planned end on', () => {
    for (const design of [fixed, power, width]) {
      expect(seen(design, OVER)).toEqual({
        effects: 'open',
        sentence: `The planned end of ${END} is reached: effects are open.`,
      });
    }
  });

  it('group sequential: all at every look, and which look it is', () => {
    const sentenceOf = (pastLooks?: readonly (typeof look)[]) =>
      seen(gst, { pastLooks }).sentence;
    expect(seen(gst).effects).toBe('open');
    expect(sentenceOf()).toContain('This is look 1; 7 are planned.');
    expect(sentenceOf([look, look])).toContain('This is look 3; 7 are planned');
  });

  it('always-valid: all at any time', () => {
    for (const changes of [{}, OVER]) {
      expect(seen(always, changes)).toEqual({
        effects: 'open',
        sentence:
          'Effects are open at any time: intervals and tests hold however often one looks.',
      });
    }
  });

  it('every design: all after its end', () => {
    for (const design of [fixed, power, width, gst, always]) {
      expect(seen(design, { state: 'ended' })).toEqual({
        effects: 'open',
        sentence: 'The experiment has ended: effects are shown as they are.',
      });
    }
  });
});
