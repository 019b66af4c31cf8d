import { flagRecordSchema } from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
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
const UNITS = 10_000;

const startWithFlag = async (overrides: object = {}) => {
  const backend = await startFlagsBackend();
  const secret = await createWebshop(backend);
  await backend.ada.post('/v1/flags', newFlag(overrides)).expect(201);
  const { ada } = backend;
  return {
    ...backend,
    getFlag: async () =>
      flagRecordSchema.parse((await ada.get(FLAG).expect(200)).body),
    resolveAll: async (context = {}) =>
      variantsOfUnits(await downloadState(backend), {
        secret,
        flagId: 'checkout-button',
        units: UNITS,
        context,
      }),
    createRule: async (rule: object): Promise<FlagRecord> =>
      flagRecordSchema.parse(
        (await ada.post(`${FLAG}/rules`, rule).expect(201)).body,
      ),
  };
};

const toGreen = [{ kind: 'variant', variant: 'green' }];

const conditional = (overrides: object = {}) => ({
  kind: 'conditional',
  name: 'Sweden',
  targeting: {
    criteria: {
      country: {
        type: 'attribute',
        attribute: 'country',
        rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
      },
    },
    expression: { type: 'ref', ref: 'country' },
  },
  assignments: toGreen,
  enabled: true,
  ...overrides,
});

const idOf = (flag: FlagRecord, name: string): string =>
  flag.rules.find(rule => rule.name === name)?.id ?? '';

describe('rules of people', () => {
  it('gives listed units their variant, with a segment made for the rule', async () => {
    const { ada, createRule, resolveAll } = await startWithFlag();
    const flag = await createRule({
      kind: 'individual',
      name: 'Testers',
      units: ['user-3', 'user-5'],
      assignments: toGreen,
      enabled: true,
    });
    expect([...(await resolveAll())]).toEqual([
      ['user-3', 'green'],
      ['user-5', 'green'],
    ]);
    const ruleId = idOf(flag, 'Testers');
    await ada
      .put(`${FLAG}/rules/${ruleId}`, {
        kind: 'individual',
        name: 'Testers',
        units: ['user-7'],
        assignments: toGreen,
        enabled: true,
        etag: flag.etag,
      })
      .expect(200);
    expect([...(await resolveAll()).keys()]).toEqual(['user-7']);
    await ada.delete(`${FLAG}/rules/${ruleId}`).expect(200);
    expect((await resolveAll()).size).toBe(0);
    const segments = await ada.get('/v1/segments').expect(200);
    expect(segments.body.items).toMatchObject([
      { managedBy: 'rule', state: 'archived' },
    ]);
  });

  it('keeps everyone in their variant when the reach of a split is raised', async () => {
    const { ada, createRule, resolveAll } = await startWithFlag();
    const split = (reach: number) =>
      conditional({
        reach,
        assignments: [
          { kind: 'variant', variant: 'control', weight: 3 },
          { kind: 'variant', variant: 'green', weight: 1 },
        ],
      });
    const flag = await createRule(split(0.2));
    const before = await resolveAll({ country: 'SE' });
    await ada
      .put(`${FLAG}/rules/${idOf(flag, 'Sweden')}`, split(0.6))
      .expect(200);
    const after = await resolveAll({ country: 'SE' });
    for (const [unit, variant] of before) expect(after.get(unit)).toBe(variant);
    // Five standard deviations of the counts around 0.2 and 0.6 of 10,000.
    expect(Math.abs(before.size - 2000)).toBeLessThan(200);
    expect(Math.abs(after.size - 6000)).toBeLessThan(245);
    expect((await resolveAll({ country: 'NO' })).size).toBe(0);
  });

  it('goes where it is put, and is off until it is switched on', async () => {
    const { ada, createRule, getFlag } = await startWithFlag();
    await createRule(conditional({ name: 'first' }));
    await createRule(conditional({ name: 'second', enabled: undefined }));
    const flag = await createRule(conditional({ name: 'zeroth', position: 0 }));
    expect(flag.rules.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['zeroth', true],
      ['first', true],
      ['second', false],
    ]);
    const rules = flag.rules.map(({ id }) => id).toReversed();
    await ada
      .put(`${FLAG}/rules:order`, { etag: flag.etag, rules: rules.slice(1) })
      .expect(400);
    await ada
      .put(`${FLAG}/rules:order`, { etag: flag.etag, rules })
      .expect(200);
    expect((await getFlag()).rules.map(({ id }) => id)).toEqual(rules);
  });

  it('leaves the rules of experiments and their segments alone', async () => {
    const { ada, service, getFlag } = await startWithFlag();
    await service
      .put(`${FLAG}/experiment-rule`, {
        experimentId: 'green-button',
        name: 'Green button',
        audience: {},
        variants: [
          { id: 'control', weight: 1 },
          { id: 'green', weight: 1 },
        ],
      })
      .expect(200);
    const [rule] = (await getFlag()).rules;
    const owned = await ada
      .put(`${FLAG}/rules/${rule?.id}`, conditional())
      .expect(400);
    expect(refusalOf(owned).problems[0]?.code).toBe('ETUDE_FLAGS_RULE_OWNED');
    await ada.delete(`${FLAG}/rules/${rule?.id}`).expect(400);
    const borrowed = await ada
      .post(`${FLAG}/rules`, {
        kind: 'segment',
        name: 'Same units',
        segment: rule?.segment,
        assignments: toGreen,
      })
      .expect(400);
    expect(refusalOf(borrowed).problems[0]?.code).toBe(
      'ETUDE_FLAGS_SEGMENT_OWNED',
    );
  });
});

describe('switches, default variants and prerequisites', () => {
  it('carries them to resolvers', async () => {
    const backend = await startWithFlag({ defaultVariant: 'control' });
    const { ada } = backend;
    await ada
      .post(
        '/v1/flags',
        newFlag({
          id: 'new-basket',
          prerequisites: [{ flag: 'checkout-button', variants: ['green'] }],
        }),
      )
      .expect(201);
    await ada.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    await ada
      .put(`${FLAG}/disabled-environments`, { environments: ['staging'] })
      .expect(200);
    const { flags } = await downloadState(backend);
    expect(flags).toMatchObject([
      {
        name: 'flags/checkout-button',
        enabled: false,
        disabledEnvironments: ['staging'],
        defaultVariant: 'flags/checkout-button/variants/control',
      },
      {
        name: 'flags/new-basket',
        enabled: true,
        defaultVariant: null,
        prerequisites: [
          {
            flag: 'flags/checkout-button',
            variants: ['flags/checkout-button/variants/green'],
          },
        ],
      },
    ]);
  });

  it('leaves the switch alone when an update does not speak of it', async () => {
    const { ada, getFlag } = await startWithFlag();
    await ada.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    const { etag } = await getFlag();
    const { id: _id, ...fields } = newFlag({ description: 'New words' });
    await ada.put(FLAG, { ...fields, etag }).expect(200);
    expect(await getFlag()).toMatchObject({
      enabled: false,
      description: 'New words',
    });
  });

  it('refuses prerequisites that could never hold, and whatever breaks them', async () => {
    const { ada, getFlag } = await startWithFlag();
    const create = (id: string, flag: string, variants = ['green']) =>
      ada.post(
        '/v1/flags',
        newFlag({ id, prerequisites: [{ flag, variants }] }),
      );
    const codeOf = async (sent: ReturnType<typeof create>) =>
      refusalOf(await sent.expect(400)).problems[0]?.code;
    expect(await codeOf(create('new-basket', 'no-such-flag'))).toBe(
      'ETUDE_FLAG_UNKNOWN_PREREQUISITE',
    );
    expect(await codeOf(create('new-basket', 'checkout-button', ['red']))).toBe(
      'ETUDE_FLAG_UNKNOWN_VARIANT',
    );
    await create('new-basket', 'checkout-button').expect(201);
    await create('new-receipt', 'new-basket').expect(201);

    const { etag } = await getFlag();
    const { id: _id, ...fields } = newFlag();
    const circle = ada.put(FLAG, {
      ...fields,
      etag,
      prerequisites: [{ flag: 'new-receipt', variants: ['green'] }],
    });
    expect(await codeOf(circle)).toBe('ETUDE_FLAG_PREREQUISITE_CYCLE');
    const without = ada.put(FLAG, {
      ...fields,
      etag,
      variants: fields.variants?.slice(0, 1),
    });
    expect(await codeOf(without)).toBe('ETUDE_FLAG_REQUIRED');
    expect(await codeOf(ada.post(`${FLAG}/archive`))).toBe(
      'ETUDE_FLAG_REQUIRED',
    );
    await ada.post('/v1/flags/new-receipt/archive').expect(200);
    await ada.post('/v1/flags/new-basket/archive').expect(200);
    await ada.post(`${FLAG}/archive`).expect(200);
    expect(await codeOf(ada.post('/v1/flags/new-basket/unarchive'))).toBe(
      'ETUDE_FLAG_UNKNOWN_PREREQUISITE',
    );
  });

  it('refuses a default variant that is none', async () => {
    const { ada } = await startFlagsBackend();
    const refused = await ada
      .post('/v1/flags', newFlag({ clients: [], defaultVariant: 'purple' }))
      .expect(400);
    expect(refusalOf(refused).problems[0]?.path).toBe('defaultVariant');
  });
});

describe('revert', () => {
  it('brings back what people edited, and leaves experiments as they are', async () => {
    const { ada, service, createRule, getFlag, resolveAll } =
      await startWithFlag();
    const first = await createRule(
      conditional({
        kind: 'individual',
        targeting: undefined,
        units: ['user-1'],
      }),
    );
    const ruleId = idOf(first, 'Sweden');
    await ada
      .put(`${FLAG}/rules/${ruleId}`, {
        kind: 'individual',
        name: 'Norway',
        units: ['user-2'],
        assignments: toGreen,
        enabled: true,
      })
      .expect(200);
    const history = await ada.get(`${FLAG}/history`).expect(200);
    const targeting = { criteria: { units: { rule: { op: 'set' } } } };
    expect(history.body.items).toMatchObject([
      { segments: [{ before: { targeting }, after: { targeting } }] },
      { segments: [{ before: null, after: { targeting } }] },
      { change: 'created' },
    ]);
    await ada.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    await service
      .put(`${FLAG}/rollout`, { variant: 'control', reach: 0.1 })
      .expect(200);
    const { etag } = await getFlag();
    const body = { revision: Number(first.etag), etag };
    const reverted = await ada.post(`${FLAG}/revert`, body).expect(200);
    const flag = flagRecordSchema.parse(reverted.body);
    expect(flag.enabled).toBe(true);
    expect(flag.rules.map(({ name }) => name)).toEqual([
      'Sweden',
      'Rollout of control',
    ]);
    const green = [...(await resolveAll())].filter(([, v]) => v === 'green');
    expect(green).toEqual([['user-1', 'green']]);
    await ada.post(`${FLAG}/revert`, body).expect(409);
    await ada
      .post(`${FLAG}/revert`, { revision: 99, etag: flag.etag })
      .expect(404);
  });

  it('does not bring back a rule whose segment was archived since', async () => {
    const { ada, createRule } = await startWithFlag();
    const segment = { id: 'regulars', description: '', targeting: null };
    const allocation = { proportion: 1, exclusivityTags: [], exclusiveTo: [] };
    await ada.post('/v1/segments', { ...segment, allocation }).expect(201);
    const first = await createRule({
      kind: 'segment',
      name: 'Regulars',
      segment: 'regulars',
      assignments: toGreen,
    });
    const ruleId = idOf(first, 'Regulars');
    const later = await ada.delete(`${FLAG}/rules/${ruleId}`).expect(200);
    await ada.post('/v1/segments/regulars/archive').expect(200);
    const { etag } = flagRecordSchema.parse(later.body);
    const body = { revision: Number(first.etag), etag };
    const refused = await ada.post(`${FLAG}/revert`, body).expect(400);
    expect(refusalOf(refused).problems).toMatchObject([
      { code: 'ETUDE_FLAGS_UNKNOWN_SEGMENT', path: 'rules[0].segment' },
    ]);
  });
});
