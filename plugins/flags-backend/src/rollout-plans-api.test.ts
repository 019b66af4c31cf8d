import { rolloutPlanRecordSchema } from '@etude/plugin-flags-common';
import {
  createWebshop,
  downloadState,
  variantsOfUnits,
} from './__testUtils__/resolve-shares';
import {
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';

const FLAG = '/v1/flags/checkout-button';
const PLAN = `${FLAG}/rollout-plan`;
const UNITS = 10_000;

const manual = (...reaches: number[]) =>
  reaches.map(reach => ({ reach, dwellHours: 0, gate: 'manual' }));

const experiment = {
  experimentId: 'green-button',
  name: 'Green button',
  audience: { proportion: 0.4, exclusivityTags: ['home'] },
  variants: [
    { id: 'control', weight: 1 },
    { id: 'green', weight: 1 },
  ],
};

const startWithFlag = async () => {
  const backend = await startFlagsBackend();
  const secret = await createWebshop(backend);
  await backend.ada.post('/v1/flags', newFlag()).expect(201);
  return {
    ...backend,
    greenUnits: async () =>
      new Set(
        [
          ...variantsOfUnits(await downloadState(backend), {
            secret,
            flagId: 'checkout-button',
            units: UNITS,
          }),
        ].flatMap(([unit, variant]) => (variant === 'green' ? [unit] : [])),
      ),
  };
};

const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>) =>
  [...part].every(unit => whole.has(unit));

describe('rollout plans', () => {
  it('reaches more step by step and nobody after a rollback', async () => {
    const { ada, greenUnits } = await startWithFlag();
    const plan = { variant: 'green', steps: manual(0.1, 0.5) };
    await ada.put(PLAN, plan).expect(200);
    const first = await greenUnits();
    await ada.post(`${PLAN}/advance`).expect(200);
    const second = await greenUnits();
    expect(isSubset(first, second)).toBe(true);
    // Five standard deviations around 0.1 and 0.5 of 10,000 units.
    expect(Math.abs(first.size - 1000)).toBeLessThan(150);
    expect(Math.abs(second.size - 5000)).toBeLessThan(250);
    await ada.post(`${PLAN}/pause`).expect(200);
    await ada.post(`${PLAN}/advance`).expect(400);
    const back = await ada.post(`${PLAN}/rollback`).expect(200);
    expect(rolloutPlanRecordSchema.parse(back.body)).toMatchObject({
      state: 'rolled-back',
      reach: 0,
      owner: 'group:default/growth',
    });
    expect((await greenUnits()).size).toBe(0);
  });

  it('is not in the way of itself: no lowering, no hand on its reach', async () => {
    const { ada, greenUnits } = await startWithFlag();
    await ada
      .put(PLAN, { variant: 'green', steps: manual(0.3, 0.6) })
      .expect(200);
    const codeOf = async (path: string, body: object) =>
      refusalOf(await ada.put(path, body).expect(400)).problems[0]?.code;
    expect(await codeOf(PLAN, { variant: 'green', steps: manual(0.2) })).toBe(
      'ETUDE_FLAGS_ROLLOUT_LOWERED',
    );
    expect(await codeOf(PLAN, { variant: 'control', steps: manual(0.2) })).toBe(
      'ETUDE_FLAGS_ROLLOUT_PLAN_LIVE',
    );
    expect(
      await codeOf(`${FLAG}/rollout`, { variant: 'green', reach: 0.9 }),
    ).toBe('ETUDE_FLAGS_ROLLOUT_PLAN_LIVE');
    expect(
      await codeOf(PLAN, { variant: 'green', steps: manual(0.5, 0.4) }),
    ).toBe('ETUDE_REQUEST_INVALID');
    await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 0 })
      .expect(200);
    expect((await greenUnits()).size).toBe(0);
    const plans = await ada.get('/v1/rollout-plans').expect(200);
    expect(plans.body.items).toMatchObject([{ state: 'rolled-back' }]);
  });

  it('tells a reach that was set by hand after it, and takes it back', async () => {
    const { ada, greenUnits } = await startWithFlag();
    const steps = manual(0.1);
    await ada.put(PLAN, { variant: 'green', steps }).expect(200);
    await ada.post(`${PLAN}/rollback`).expect(200);
    await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 0.4 })
      .expect(200);
    const plan = await ada.get(PLAN).expect(200);
    expect(plan.body).toMatchObject({ state: 'rolled-back', reach: 0.4 });
    await ada.post(`${FLAG}/archive`).expect(200);
    await ada.post(`${PLAN}/rollback`).expect(200);
    await ada.post(`${FLAG}/unarchive`).expect(200);
    expect((await greenUnits()).size).toBe(0);
    const { body: flag } = await ada.get(FLAG).expect(200);
    const rule = `${FLAG}/rules/${flag.rules[0].id}`;
    const cleaned = await ada.delete(rule).expect(200);
    expect(cleaned.body.rules).toEqual([]);
  });

  it('keeps every unit that an experiment gave the winner, in each step', async () => {
    const { ada, service, greenUnits } = await startWithFlag();
    await service.put(`${FLAG}/experiment-rule`, experiment).expect(200);
    const winners = await greenUnits();
    await ada
      .post(`${PLAN}/from-experiment`, {
        experimentId: 'green-button',
        variant: 'green',
        steps: manual(0.000001, 0.5, 1),
      })
      .expect(200);
    // A reach of one millionth: nobody but those the experiment had.
    expect(await greenUnits()).toEqual(winners);
    await service.delete(`${FLAG}/experiment-rule/green-button`).expect(200);
    expect(await greenUnits()).toEqual(winners);
    await ada.post(`${PLAN}/advance`).expect(200);
    const half = await greenUnits();
    expect(isSubset(winners, half)).toBe(true);
    expect(half.size).toBeGreaterThan(winners.size);
    await ada.post(`${PLAN}/advance`).expect(200);
    expect((await greenUnits()).size).toBe(UNITS);
    await ada.post(`${PLAN}/rollback`).expect(200);
    expect((await greenUnits()).size).toBe(0);
    const rollouts = await ada.get('/v1/rollouts').expect(200);
    expect(rollouts.body.items).toEqual([]);
  });

  it('refuses to take over what was never there', async () => {
    const { ada } = await startWithFlag();
    const refused = await ada
      .post(`${PLAN}/from-experiment`, {
        experimentId: 'no-such-one',
        variant: 'green',
        steps: manual(1),
      })
      .expect(400);
    expect(refusalOf(refused).problems[0]?.path).toBe('experimentId');
    await ada.get(PLAN).expect(404);
  });
});
