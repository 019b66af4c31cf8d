import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide';
import type { EndReason, Experiment } from './experiment';
import { experimentSchema } from './experiment';
import type { ExperimentCommand } from './experiment-command';
import { TEST_COMMANDS, testExperiment, testPlan } from './test-experiment';
import cases from './transitions.cases.json';
import { nextEtag } from './transition';

const AT_PLANNED_END = new Date('2026-03-16T09:00:00Z');
const BEFORE_PLANNED_END = new Date('2026-03-10T09:00:00Z');

const codesOf = (
  experiment: Experiment,
  command: ExperimentCommand,
  now = AT_PLANNED_END,
) => {
  const result = decide(experiment, command, now);
  return result.ok ? [] : result.problems.map(problem => problem.code);
};

const acceptedBy = (
  experiment: Experiment,
  command: ExperimentCommand,
  now = AT_PLANNED_END,
) => {
  const result = decide(experiment, command, now);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const states = ['draft', 'live', 'ended', 'decided', 'discarded'] as const;
const kinds = [
  'edit',
  'launch',
  'end',
  'decide',
  'record-verdict',
  'discard',
] as const;

describe('a table of assignments', () => {
  it('is never stopped early: its units are all there from the start', () => {
    const live = testExperiment('live', {
      plan: testPlan({
        assignment: {
          kind: 'table',
          factTableId: 'players',
          unitColumn: 'userid',
          variantColumn: 'version',
        },
      }),
    });
    const now = new Date('2026-03-02T09:01:00Z');
    expect(
      decide(live, { kind: 'end', reason: 'planned-end' }, now),
    ).toMatchObject({ ok: true });
    expect(
      decide(live, { kind: 'end', reason: 'stopped-early' }, now),
    ).toMatchObject({ ok: false });
  });
});

describe('decide: the table of states and commands', () => {
  it('names every pair once', () => {
    const pairs = cases.map(entry => `${entry.state} ${entry.command}`);
    expect(new Set(pairs)).toEqual(
      new Set(states.flatMap(state => kinds.map(kind => `${state} ${kind}`))),
    );
    expect(pairs).toHaveLength(states.length * kinds.length);
  });

  for (const entry of cases) {
    const state = states.find(name => name === entry.state) ?? 'draft';
    const kind = kinds.find(name => name === entry.command) ?? 'edit';
    it(`${state} × ${kind} → ${entry.becomes ?? 'refused'}`, () => {
      const result = decide(
        testExperiment(state),
        TEST_COMMANDS[kind],
        AT_PLANNED_END,
      );
      expect(
        result.ok
          ? { becomes: result.value.experiment.state }
          : { refusedWith: result.problems[0]?.code },
      ).toEqual(
        entry.becomes === undefined
          ? { refusedWith: entry.refusedWith }
          : { becomes: entry.becomes },
      );
    });
  }
});

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
};

const instants = fc.date({
  min: new Date('2026-03-01T00:00:00Z'),
  max: new Date('2026-04-01T00:00:00Z'),
  noInvalidDate: true,
});

const commands: fc.Arbitrary<ExperimentCommand> = fc.oneof(
  fc.constantFrom(...Object.values(TEST_COMMANDS)),
  fc
    .constantFrom<EndReason>('planned-end', 'stopped-early', 'restart', 'abort')
    .map(reason => ({ kind: 'end' as const, reason })),
  fc.string().map(name => ({ kind: 'edit' as const, name })),
);

describe('decide: laws', () => {
  it('never changes its input, and a refusal leaves the stored one as it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(commands, instants), { maxLength: 12 }),
        steps => {
          let current = deepFreeze(testExperiment('draft'));
          for (const [command, now] of steps) {
            const before = JSON.stringify(current);
            const result = decide(current, command, now);
            expect(JSON.stringify(current)).toBe(before);
            if (result.ok) current = deepFreeze(result.value.experiment);
            else expect(result.problems.length).toBeGreaterThan(0);
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('changes the etag with each event, and only then; results parse', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        commands,
        instants,
        (state, command, now) => {
          const before = testExperiment(state);
          const result = decide(before, command, now);
          if (!result.ok) return;
          const { events, experiment } = result.value;
          expect(experiment.etag !== before.etag).toBe(events.length > 0);
          expect(experimentSchema.safeParse(experiment).success).toBe(true);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('gives a tag that is new even for tags made elsewhere', () => {
    expect(nextEtag('7')).toBe('8');
    expect(nextEtag('W9')).toBe('W10');
    expect(nextEtag('abc')).toBe('abc1');
  });
});

describe('decide: launch', () => {
  it('sets the planned end from the planned days', () => {
    const { experiment, events } = acceptedBy(
      testExperiment('draft'),
      TEST_COMMANDS.launch,
      new Date('2026-03-02T09:00:00Z'),
    );
    expect(experiment.launchedAt).toBe('2026-03-02T09:00:00.000Z');
    expect(experiment.plannedEndAt).toBe('2026-03-16T09:00:00.000Z');
    expect(events.map(event => event.kind)).toEqual(['launched']);
  });

  // Stockholm's clocks went forward on 29 March 2026, from UTC+1 to UTC+2.
  it.each([
    ['Europe/Stockholm', '2026-04-03T07:00:00.000Z'],
    ['UTC', '2026-04-03T08:00:00.000Z'],
  ])('ends at the same time of the clocks of %s', (timeZone, plannedEndAt) => {
    const plan = testPlan({ timeZone });
    const { experiment } = acceptedBy(
      testExperiment('draft', { plan }),
      TEST_COMMANDS.launch,
      new Date('2026-03-20T08:00:00Z'),
    );
    expect(experiment.plannedEndAt).toBe(plannedEndAt);
  });

  it('refuses an invalid plan and a missing rule with all reasons at once', () => {
    const result = decide(
      testExperiment('draft', {
        plan: testPlan({ hypothesis: ' ', metrics: [] }),
      }),
      { kind: 'launch' },
      AT_PLANNED_END,
    );
    expect(!result.ok && result.problems.map(problem => problem.path)).toEqual([
      'plan.hypothesis',
      'plan.metrics',
      'ruleId',
      'segmentId',
    ]);
  });

  it('needs no rule when a table gives the variants', () => {
    const plan = testPlan({
      assignment: {
        kind: 'table',
        factTableId: 'cookie-cats',
        unitColumn: 'userid',
        variantColumn: 'version',
      },
    });
    expect(
      codesOf(testExperiment('draft', { plan }), { kind: 'launch' }),
    ).toEqual([]);
  });
});

describe('decide: end', () => {
  it('keeps the reason true to the clock', () => {
    const live = testExperiment('live');
    const early = { kind: 'end', reason: 'stopped-early' } as const;
    expect(codesOf(live, TEST_COMMANDS.end, BEFORE_PLANNED_END)).toEqual([
      'ETUDE_EXPERIMENT_NOT_AT_PLANNED_END',
    ]);
    expect(codesOf(live, early, AT_PLANNED_END)).toEqual([
      'ETUDE_EXPERIMENT_PAST_PLANNED_END',
    ]);
    expect(
      acceptedBy(live, early, BEFORE_PLANNED_END).experiment,
    ).toMatchObject({
      state: 'ended',
      endReason: 'stopped-early',
      endedAt: '2026-03-10T09:00:00.000Z',
    });
  });

  it('lets an abort or a restart happen at any time', () => {
    for (const reason of ['abort', 'restart'] as const) {
      for (const now of [BEFORE_PLANNED_END, AT_PLANNED_END]) {
        expect(
          codesOf(testExperiment('live'), { kind: 'end', reason }, now),
        ).toEqual([]);
      }
    }
  });
});

describe('decide: end by the rule of the design', () => {
  const design = {
    kind: 'fixed-power' as const,
    alpha: 0.05,
    power: 0.8,
    plannedDays: 14,
  };
  const live = testExperiment('live', { plan: testPlan({ design }) });
  const stopReachedAt = '2026-03-09T00:00:00.000Z';

  it('is a planned end from the stop on, and no early one', () => {
    const planned = { ...TEST_COMMANDS.end, stopReachedAt };
    expect(
      acceptedBy(live, planned, BEFORE_PLANNED_END).experiment,
    ).toMatchObject({ state: 'ended', endReason: 'planned-end' });
    expect(
      codesOf(
        live,
        { kind: 'end', reason: 'stopped-early', stopReachedAt },
        BEFORE_PLANNED_END,
      ),
    ).toEqual(['ETUDE_EXPERIMENT_PAST_PLANNED_END']);
    expect(codesOf(live, TEST_COMMANDS.end, BEFORE_PLANNED_END)).toEqual([
      'ETUDE_EXPERIMENT_NOT_AT_PLANNED_END',
    ]);
  });

  it('has no such stop with a fixed horizon', () => {
    expect(
      codesOf(
        testExperiment('live'),
        { ...TEST_COMMANDS.end, stopReachedAt },
        BEFORE_PLANNED_END,
      ),
    ).toEqual(['ETUDE_EXPERIMENT_NOT_AT_PLANNED_END']);
  });

  it('refuses a stop in the future, before launch, or at no time', () => {
    for (const at of [
      '2026-03-11T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      'soon',
    ]) {
      expect(
        codesOf(
          live,
          { ...TEST_COMMANDS.end, stopReachedAt: at },
          BEFORE_PLANNED_END,
        ),
      ).toEqual(['ETUDE_EXPERIMENT_INVALID_STOP']);
    }
  });
});

describe('decide: decision', () => {
  const { decision } = TEST_COMMANDS.decide;
  const ended = testExperiment('ended');

  it('ships only a variant of the plan that is not the control', () => {
    for (const variant of ['gate-30', 'gate-50']) {
      expect(
        codesOf(ended, { kind: 'decide', decision: { ...decision, variant } }),
      ).toEqual(['ETUDE_EXPERIMENT_UNKNOWN_SHIPPED_VARIANT']);
    }
  });

  it('names no variant when nothing ships, and always a reason', () => {
    expect(
      codesOf(ended, {
        kind: 'decide',
        decision: { ...decision, action: 'do-not-ship', rationale: ' ' },
      }),
    ).toEqual([
      'ETUDE_EXPERIMENT_VARIANT_NOT_SHIPPED',
      'ETUDE_EXPERIMENT_EMPTY_FIELD',
    ]);
  });
});

describe('decide: edit', () => {
  it('freezes the plan at launch, but accepts the same plan again', () => {
    const live = testExperiment('live');
    const longer = testPlan({
      design: {
        kind: 'fixed-horizon',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 28,
      },
    });
    expect(codesOf(live, { kind: 'edit', plan: longer })).toEqual([
      'ETUDE_EXPERIMENT_PLAN_FROZEN',
    ]);
    expect(acceptedBy(live, { kind: 'edit', plan: testPlan() }).events).toEqual(
      [],
    );
  });

  it('sets and removes optional fields', () => {
    const set = acceptedBy(testExperiment('draft'), {
      kind: 'edit',
      surface: 'home',
    }).experiment;
    expect(set.surface).toBe('home');
    const removed = acceptedBy(set, { kind: 'edit', surface: null }).experiment;
    expect(removed).not.toHaveProperty('surface');
    expect(removed.etag).toBe('9');
  });
});
