import {
  flagHistorySchema,
  flagRecordSchema,
  rolloutListSchema,
} from '@etude/plugin-flags-common';
import {
  countByVariant,
  createWebshop,
  downloadState,
  variantsOfUnits,
} from './__testUtils__/resolve-shares';
import {
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';
import type { FlagsBackend } from './__testUtils__/start-flags-backend';

const UNITS = 10_000;
const FLAG = '/v1/flags/checkout-button';

const experiment = (overrides: object = {}) => ({
  experimentId: 'green-button',
  name: 'Green button',
  audience: { proportion: 1 },
  variants: [
    { id: 'control', weight: 1 },
    { id: 'green', weight: 1 },
  ],
  ...overrides,
});

const startWithFlag = async () => {
  const backend = await startFlagsBackend();
  const secret = await createWebshop(backend);
  await backend.ada.post('/v1/flags', newFlag()).expect(201);
  const resolveAll = async (flagId = 'checkout-button', context = {}) =>
    variantsOfUnits(await downloadState(backend), {
      secret,
      flagId,
      units: UNITS,
      context,
    });
  return { ...backend, resolveAll };
};

const historyOf = async (service: FlagsBackend['service']) => {
  const answer = await service.get(`${FLAG}/history`).expect(200);
  return flagHistorySchema.parse(answer.body);
};

/** Five standard deviations of a binomial count: 1 in 1.7 million is beyond. */
const expectShare = (count: number | undefined, share: number) => {
  const deviation = Math.sqrt(UNITS * share * (1 - share));
  expect(Math.abs((count ?? 0) - UNITS * share)).toBeLessThan(5 * deviation);
};

const expectSubset = (
  part: ReadonlyMap<string, string>,
  whole: ReadonlyMap<string, string>,
) => {
  for (const [unit, variant] of part) expect(whole.get(unit)).toBe(variant);
};

describe('experiment rules', () => {
  it('gives the shares that were asked for', async () => {
    const { service, resolveAll } = await startWithFlag();
    const place = await service
      .put(
        `${FLAG}/experiment-rule`,
        experiment({
          audience: { proportion: 0.4 },
          variants: [
            { id: 'control', weight: 3 },
            { id: 'green', weight: 1 },
          ],
        }),
      )
      .expect(200);
    expect(place.body).toEqual({
      ruleId: 'experiment-green-button',
      segmentId: 'experiment-green-button',
      enabled: true,
    });
    const counts = countByVariant(await resolveAll());
    expectShare(counts['control'], 0.3);
    expectShare(counts['green'], 0.1);
  });

  it('changes nothing when the same is asked for again', async () => {
    const { service } = await startWithFlag();
    await service.put(`${FLAG}/experiment-rule`, experiment()).expect(200);
    const before = await service.get('/v1/state').expect(200);
    const swapped = { variants: experiment().variants.toReversed() };
    await service
      .put(`${FLAG}/experiment-rule`, experiment(swapped))
      .expect(200);
    const after = await service.get('/v1/state').expect(200);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    const { items } = await historyOf(service);
    expect(items).toHaveLength(2);
  });

  it('keeps every unit in its variant when the proportion is raised', async () => {
    const { service, resolveAll } = await startWithFlag();
    const put = (proportion: number) =>
      service.put(
        `${FLAG}/experiment-rule`,
        experiment({ audience: { proportion } }),
      );
    await put(0.2).expect(200);
    const before = await resolveAll();
    await put(0.7).expect(200);
    const after = await resolveAll();
    expectSubset(before, after);
    expectShare(after.size, 0.7);
    const lowered = await put(0.3).expect(400);
    expect(refusalOf(lowered).problems).toEqual([
      expect.objectContaining({
        code: 'ETUDE_SEGMENT_LOWERED',
        path: 'audience.proportion',
      }),
    ]);
    const { items } = await historyOf(service);
    expect(items[0]?.summary).toContain('70%');
  });

  it('refuses what would move units, naming each field', async () => {
    const { service } = await startWithFlag();
    await service.put(`${FLAG}/experiment-rule`, experiment()).expect(200);
    const refused = await service
      .put(
        `${FLAG}/experiment-rule`,
        experiment({
          targetingKeySelector: 'user.id',
          audience: {
            conditions: [
              { attribute: 'country', operator: 'equals', values: ['SE'] },
            ],
          },
          variants: [
            { id: 'control', weight: 9 },
            { id: 'green', weight: 1 },
          ],
        }),
      )
      .expect(400);
    const paths = refusalOf(refused).problems.map(({ path }) => path);
    expect(paths).toEqual([
      'variants',
      'targetingKeySelector',
      'audience.conditions',
    ]);
  });

  it('serves only the audience', async () => {
    const { service, resolveAll } = await startWithFlag();
    const conditions = [
      { attribute: 'country', operator: 'in', values: ['SE', 'NO'] },
      { attribute: 'premium', operator: 'equals', values: ['true'] },
      { attribute: 'platform', operator: 'not-in', values: ['tv', 'car'] },
    ];
    await service
      .put(`${FLAG}/experiment-rule`, experiment({ audience: { conditions } }))
      .expect(200);
    const sizeFor = async (context: object) =>
      (await resolveAll('checkout-button', context)).size;
    expect(await sizeFor({ country: 'SE', premium: true })).toBe(UNITS);
    expect(
      await sizeFor({ country: 'NO', premium: 'true', platform: 'web' }),
    ).toBe(UNITS);
    expect(await sizeFor({ country: 'DK', premium: true })).toBe(0);
    expect(await sizeFor({ country: 'SE', premium: false })).toBe(0);
    expect(
      await sizeFor({ country: 'SE', premium: true, platform: 'tv' }),
    ).toBe(0);
  });

  it('never gives one unit to two experiments with a common tag', async () => {
    const { ada, service, resolveAll } = await startWithFlag();
    await ada.post('/v1/flags', newFlag({ id: 'checkout-text' })).expect(201);
    const tagged = (experimentId: string, proportion: number) =>
      experiment({
        experimentId,
        audience: { proportion, exclusivityTags: ['checkout'] },
      });
    const text = '/v1/flags/checkout-text/experiment-rule';
    await service
      .put(`${FLAG}/experiment-rule`, tagged('green-button', 0.6))
      .expect(200);
    const refused = await service
      .put(text, tagged('short-text', 0.5))
      .expect(400);
    expect(refusalOf(refused).problems[0]).toMatchObject({
      code: 'ETUDE_SEGMENT_NO_SPACE',
      path: 'audience.proportion',
    });
    await service.put(text, tagged('short-text', 0.4)).expect(200);
    const inFirst = await resolveAll();
    const inSecond = await resolveAll('checkout-text');
    expect(inFirst.size + inSecond.size).toBe(UNITS);
    expect([...inSecond.keys()].filter(unit => inFirst.has(unit))).toEqual([]);
  });

  it('stops serving, frees its share, and refuses to take it twice', async () => {
    const { ada, service, resolveAll } = await startWithFlag();
    await ada.post('/v1/flags', newFlag({ id: 'checkout-text' })).expect(201);
    const tagged = (experimentId: string) =>
      experiment({
        experimentId,
        audience: { exclusivityTags: ['checkout'] },
      });
    await service
      .put(`${FLAG}/experiment-rule`, tagged('green-button'))
      .expect(200);
    const archive = await ada.post(`${FLAG}/archive`).expect(409);
    expect(refusalOf(archive).code).toBe(
      'ETUDE_FLAGS_LIVE_EXPERIMENT_CONFLICT',
    );

    await service.delete(`${FLAG}/experiment-rule/green-button`).expect(200);
    await service.delete(`${FLAG}/experiment-rule/green-button`).expect(200);
    expect((await resolveAll()).size).toBe(0);
    await service
      .put('/v1/flags/checkout-text/experiment-rule', tagged('short-text'))
      .expect(200);
    const again = await service
      .put(`${FLAG}/experiment-rule`, tagged('green-button'))
      .expect(400);
    expect(refusalOf(again).problems[0]?.code).toBe('ETUDE_SEGMENT_OVERLAP');
    await service.delete(`${FLAG}/experiment-rule/no-such-one`).expect(404);
  });

  it('cannot be changed on the flag page while live', async () => {
    const { ada, service } = await startWithFlag();
    await service.put(`${FLAG}/experiment-rule`, experiment()).expect(200);
    const answer = await ada.get(FLAG).expect(200);
    const flag = flagRecordSchema.parse(answer.body);
    const { id: _id, ...fields } = newFlag();
    const refused = await ada
      .put(FLAG, {
        ...fields,
        etag: flag.etag,
        rules: [{ ...flag.rules[0], enabled: false }],
        variants: [
          { id: 'control', value: { color: 'red' } },
          { id: 'green', value: { color: 'green' } },
        ],
      })
      .expect(400);
    expect(
      refusalOf(refused).problems.map(({ code, path: where }) => [code, where]),
    ).toEqual([
      ['ETUDE_FLAGS_RULE_OWNED', 'rules[0]'],
      ['ETUDE_FLAGS_VARIANT_IN_EXPERIMENT', 'variants[0].value'],
    ]);
  });
});

describe('rollouts', () => {
  it('keeps who is in when raised and removes the last ones when lowered', async () => {
    const { ada, resolveAll } = await startWithFlag();
    const put = (reach: number) =>
      ada.put(`${FLAG}/rollout`, { variant: 'green', reach }).expect(200);
    await put(0.1);
    const small = await resolveAll();
    expectShare(small.size, 0.1);
    await put(0.6);
    const large = await resolveAll();
    expectShare(large.size, 0.6);
    expectSubset(small, large);
    await put(0.1);
    expect(await resolveAll()).toEqual(small);
    await put(1);
    expect((await resolveAll()).size).toBe(UNITS);
  });

  it('lists live rollouts with their reach', async () => {
    const { ada } = await startWithFlag();
    await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 0.25 })
      .expect(200);
    const listed = await ada.get('/v1/rollouts').expect(200);
    expect(rolloutListSchema.parse(listed.body).items).toEqual([
      expect.objectContaining({
        flagId: 'checkout-button',
        variant: 'green',
        reach: 0.25,
        owner: 'group:default/growth',
      }),
    ]);
    await ada.put(`${FLAG}/rollout`, { variant: 'green', reach: 0 });
    const after = await ada.get('/v1/rollouts').expect(200);
    expect(after.body).toEqual({ items: [] });
  });

  it('lets a live experiment and a newer rollout go first', async () => {
    const { ada, service, resolveAll } = await startWithFlag();
    await ada.put(`${FLAG}/rollout`, { variant: 'control', reach: 1 });
    await ada.put(`${FLAG}/rollout`, { variant: 'green', reach: 0.2 });
    expectShare(countByVariant(await resolveAll())['green'], 0.2);
    await service.put(`${FLAG}/experiment-rule`, experiment()).expect(200);
    expectShare(countByVariant(await resolveAll())['green'], 0.5);
  });

  it('refuses an unknown variant and a reach that is no share', async () => {
    const { ada } = await startWithFlag();
    const unknown = await ada
      .put(`${FLAG}/rollout`, { variant: 'purple', reach: 0.5 })
      .expect(400);
    expect(refusalOf(unknown).problems[0]?.path).toBe('variant');
    const percent = await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 50 })
      .expect(400);
    expect(refusalOf(percent).problems[0]?.path).toBe('reach');
  });
});
