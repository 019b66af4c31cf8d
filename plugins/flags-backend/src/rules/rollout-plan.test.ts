import type { RolloutPlan, RolloutStep } from '@etude/plugin-flags-common';
import { planAfter, startedPlan } from './rollout-plan';
import type { PlanCommand } from './rollout-plan';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-11-01T12:00:00Z');

const at = (hours: number): string =>
  new Date(START_MS + hours * HOUR_MS).toISOString();

const steps: RolloutStep[] = [
  { reach: 0.1, dwellHours: 24, gate: 'automatic' },
  { reach: 0.5, dwellHours: 12, gate: 'manual' },
  { reach: 1, dwellHours: 0, gate: 'automatic' },
];

const start = (): RolloutPlan =>
  startedPlan(
    { flagId: 'checkout', variant: 'green', experimentId: null, steps },
    { by: 'ada', at: at(0) },
  );

const after = (
  plan: RolloutPlan,
  command: PlanCommand,
  hours: number,
): RolloutPlan => {
  const next = planAfter(plan, command, { by: 'ada', at: at(hours) });
  if (!next.ok) throw new Error(next.problems[0]?.message);
  return next.value;
};

/** Numbers in [0, 1) that are the same in every run (Park and Miller 1988). */
const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

describe('a rollout plan', () => {
  it('enters its first step at once and the next when its time is over', () => {
    const plan = start();
    expect(plan).toMatchObject({ reach: 0.1, state: 'running', dueAt: at(24) });
    expect(after(plan, 'tick', 23.9)).toBe(plan);
    expect(after(plan, 'tick', 24)).toMatchObject({
      reach: 0.5,
      step: 1,
      dueAt: at(36),
    });
  });

  it('dwells its whole time in every step, however late the tick', () => {
    const plan = after(start(), 'tick', 500);
    expect(plan).toMatchObject({ step: 1, reach: 0.5, dueAt: at(512) });
  });

  it('waits for a person at a manual gate', () => {
    const second = after(start(), 'tick', 24);
    const waiting = after(second, 'tick', 36);
    expect(waiting).toMatchObject({
      state: 'waiting',
      reach: 0.5,
      dueAt: null,
    });
    expect(after(waiting, 'tick', 99)).toBe(waiting);
    const last = after(waiting, 'advance', 100);
    expect(last).toMatchObject({ state: 'running', reach: 1 });
    expect(after(last, 'tick', 100).state).toBe('completed');
  });

  it('does not count the time of a pause', () => {
    const paused = after(start(), 'pause', 20);
    expect(after(paused, 'tick', 300)).toBe(paused);
    const resumed = after(paused, 'resume', 200);
    // 24 hours less the 20 before the pause.
    expect(resumed.dueAt).toBe(at(204));
  });

  it('refuses what its state does not allow, and changes nothing', () => {
    const paused = after(start(), 'pause', 1);
    for (const command of ['pause', 'advance'] as const) {
      const refused = planAfter(paused, command, { by: 'ada', at: at(2) });
      expect(refused.ok).toBe(false);
    }
  });

  it('never lowers its reach but by rollback, which ends it at 0', () => {
    const random = seeded(1);
    const commands: PlanCommand[] = [
      'tick',
      'pause',
      'resume',
      'advance',
      'rollback',
    ];
    for (let run = 0; run < 200; run++) {
      let plan = start();
      let hours = 0;
      for (let index = 0; index < 20; index++) {
        hours += random() * 30;
        const command =
          commands[Math.floor(random() * (random() < 0.9 ? 4 : 5))] ?? 'tick';
        const next = planAfter(plan, command, { by: 'ada', at: at(hours) });
        if (!next.ok) continue;
        const isBack = next.value.state === 'rolled-back';
        expect(
          isBack ? next.value.reach === 0 : next.value.reach >= plan.reach,
        ).toBe(true);
        if (plan.state === 'rolled-back') expect(next.value.reach).toBe(0);
        expect(next.value.dueAt === null).toBe(next.value.state !== 'running');
        plan = next.value;
      }
    }
  });
});
