import {
  changeRequestSchema,
  flagRecordSchema,
} from '@etude/plugin-flags-common';
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

const protectedBy = (rule: object) => ({
  etude: { flags: { approval: [rule] } },
});

const start = async (rule: object) => {
  const backend = await startFlagsBackend(protectedBy(rule));
  const { ada } = backend;
  const labels = { tier: 'payments', surface: 'checkout' };
  await ada.post('/v1/flags', newFlag({ clients: [], labels })).expect(201);
  const getFlag = async (): Promise<FlagRecord> =>
    flagRecordSchema.parse((await ada.get(FLAG).expect(200)).body);
  return {
    ...backend,
    getFlag,
    request: async (change: object) => {
      const { etag, id: flagId } = await getFlag();
      const answer = await ada
        .post('/v1/change-requests', {
          flagId,
          etag,
          change,
          reason: 'Black Friday',
        })
        .expect(201);
      return changeRequestSchema.parse(answer.body);
    },
  };
};

const rule = (overrides: object = {}) => ({
  kind: 'individual',
  name: 'Testers',
  units: ['user-1'],
  assignments: [{ kind: 'variant', variant: 'green' }],
  enabled: true,
  ...overrides,
});

const rollout = { kind: 'rollout', variant: 'green', reach: 0.5 };

describe('change requests', () => {
  it('keep a protected flag as it is until a colleague approves', async () => {
    const { ada, bob, getFlag, request } = await start({
      labels: { tier: 'payments' },
    });
    const refused = await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 0.5 })
      .expect(409);
    expect(refusalOf(refused).code).toBe(
      'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT',
    );
    const { id, after } = await request(rollout);
    expect(after.rules).toMatchObject([{ name: 'Rollout of green' }]);
    const path = `/v1/change-requests/${id}`;
    await ada.post(`${path}/apply`, {}).expect(409);
    const own = await ada.post(`${path}/approve`, {}).expect(403);
    expect(refusalOf(own).code).toBe('ETUDE_FLAGS_CHANGE_REQUEST_FORBIDDEN');
    expect((await getFlag()).rules).toEqual([]);
    await bob.post(`${path}/approve`, { comment: 'Good' }).expect(200);
    const applied = await ada.post(`${path}/apply`, {}).expect(200);
    expect(
      changeRequestSchema
        .parse(applied.body)
        .log.map(({ by, state }) => [by, state]),
    ).toEqual([
      ['user:default/ada', 'open'],
      ['user:default/bob', 'approved'],
      ['user:default/ada', 'applied'],
    ]);
    expect((await getFlag()).rules).toMatchObject([
      { name: 'Rollout of green', enabled: true },
    ]);
    await ada.post(`${path}/apply`, {}).expect(409);
    await ada.post(`${FLAG}/archive`).expect(409);
    const end = `/v1/change-requests/${(await request({ kind: 'archive' })).id}`;
    await bob.post(`${end}/approve`, {}).expect(200);
    await ada.post(`${end}/apply`, {}).expect(200);
    expect((await getFlag()).state).toBe('archived');
  });

  it('are not applied to a flag that has changed since', async () => {
    const { ada, bob, service, request } = await start({
      labels: { tier: 'payments' },
    });
    const { id } = await request(rollout);
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    await service.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    const problems = [{ code: 'ETUDE_FLAGS_ETAG_CONFLICT' }];
    const seen = await ada.get(`/v1/change-requests/${id}`).expect(200);
    expect(seen.body).toMatchObject({ problems });
    const listed = await ada.get('/v1/change-requests').expect(200);
    expect(listed.body.items).toMatchObject([{ problems }]);
    const refused = await ada
      .post(`/v1/change-requests/${id}/apply`, {})
      .expect(409);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_ETAG_CONFLICT');
    await bob.post(`/v1/change-requests/${id}/withdraw`, {}).expect(403);
    await ada.post(`/v1/change-requests/${id}/withdraw`, {}).expect(200);
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(409);
  });

  it('never stand in the way of the off switch and of a rollback', async () => {
    const { ada, bob, request } = await start({ surfaces: ['checkout'] });
    const { id } = await request(rollout);
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    await bob.post(`/v1/change-requests/${id}/apply`, {}).expect(200);
    await ada
      .put(`${FLAG}/rollout`, { variant: 'green', reach: 0 })
      .expect(200);
    await ada.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    await ada
      .put(`${FLAG}/disabled-environments`, { environments: ['production'] })
      .expect(200);
    await ada.put(`${FLAG}/enabled`, { enabled: true }).expect(409);
    await ada
      .put(`${FLAG}/disabled-environments`, { environments: [] })
      .expect(409);
  });

  it('are asked for only where a change is felt in a protected environment', async () => {
    const { ada, getFlag } = await start({ environments: ['production'] });
    const created = await ada
      .post(`${FLAG}/rules`, rule({ environments: ['staging'] }))
      .expect(201);
    const [staging] = flagRecordSchema.parse(created.body).rules;
    await ada
      .post(`${FLAG}/rules`, rule({ environments: ['production'] }))
      .expect(409);
    await ada.post(`${FLAG}/rules`, rule()).expect(409);
    await ada
      .put(
        `${FLAG}/rules/${staging?.id}`,
        rule({ environments: ['staging'], units: ['user-2'] }),
      )
      .expect(200);
    await ada
      .put(`${FLAG}/rules/${staging?.id}`, rule({ environments: [] }))
      .expect(409);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    await ada
      .post(`${FLAG}/scheduled-changes`, { at, change: rollout })
      .expect(409);
    const { etag } = await getFlag();
    const { id: _id, ...fields } = newFlag({ clients: [] });
    // Words are felt nowhere, labels may be what protects.
    const labels = { tier: 'payments', surface: 'checkout' };
    const update = { ...fields, labels, description: 'New words', etag };
    await ada.put(FLAG, { ...update, labels: {} }).expect(409);
    await ada.put(FLAG, update).expect(200);
  });

  it('cannot be gone around by the segment of a rule', async () => {
    const { ada, bob, request } = await start({
      environments: ['production'],
    });
    const allocation = { proportion: 1, exclusivityTags: [], exclusiveTo: [] };
    const segment = { description: '', targeting: null, allocation };
    const created = await ada
      .post('/v1/segments', { id: 'our-staff', ...segment })
      .expect(201);
    const { etag } = created.body;
    const { id: _id, ...fields } = newFlag({ clients: [] });
    const labels = { tier: 'payments', surface: 'checkout' };
    const rules = [
      {
        id: 'staff',
        name: 'Staff',
        owner: { kind: 'person', ref: 'user:default/ada' },
        enabled: true,
        segment: 'our-staff',
        targetingKeySelector: '',
        environments: ['production'],
        assignments: [],
        bucketCount: 1,
      },
    ];
    const update = { ...fields, labels, rules };
    const { id } = await request({ kind: 'update', update });
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    await ada.post(`/v1/change-requests/${id}/apply`, {}).expect(200);
    const refused = await ada
      .put('/v1/segments/our-staff', { ...segment, description: 'X', etag })
      .expect(409);
    expect(refusalOf(refused).code).toBe(
      'ETUDE_FLAGS_SEGMENT_PROTECTED_CONFLICT',
    );
  });

  it('may be approved by their author where the configuration says so', async () => {
    const { ada, request } = await start({ allowSelfApproval: true });
    const { id } = await request({
      kind: 'rollout-plan',
      variant: 'green',
      steps: [{ reach: 0.2, dwellHours: 1, gate: 'manual' }],
    });
    await ada.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    await ada.post(`/v1/change-requests/${id}/apply`, {}).expect(200);
    // Its steps were approved with it.
    await ada.post(`${FLAG}/rollout-plan/advance`).expect(200);
    const listed = await ada
      .get('/v1/change-requests?state=applied')
      .expect(200);
    expect(listed.body.items).toHaveLength(1);
  });

  it('do not let the plugin start with a protection that is not understood', async () => {
    await expect(
      startFlagsBackend(protectedBy({ environment: 'production' })),
    ).rejects.toThrow();
  });
});

describe('change requests of rules', () => {
  const startWithWebshop = async () => {
    const backend = await start({ labels: { tier: 'payments' } });
    const { ada, bob, getFlag } = backend;
    const secret = await createWebshop(backend);
    const { rules: _rules, ...flag } = await getFlag();
    const { etag, description, owner, componentRef, labels, schema, variants } =
      flag;
    const update = { description, owner, componentRef, labels, schema };
    const { id } = await backend.request({
      kind: 'update',
      update: { ...update, variants, clients: ['webshop'] },
    });
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    await ada.post(`/v1/change-requests/${id}/apply`, {}).expect(200);
    expect((await getFlag()).etag).not.toBe(etag);
    return {
      ...backend,
      /** Asked by Ada, approved and applied by Bob. */
      apply: async (change: object) => {
        const request = await backend.request(change);
        const path = `/v1/change-requests/${request.id}`;
        await ada.post(`${path}/approve`, {}).expect(403);
        await bob.post(`${path}/approve`, {}).expect(200);
        await bob.post(`${path}/apply`, {}).expect(200);
        return request;
      },
      resolve: async () =>
        Object.fromEntries(
          variantsOfUnits(await downloadState(backend), {
            secret,
            flagId: 'checkout-button',
            units: 4,
          }),
        ),
    };
  };

  it('make a rule and its audience exactly as they were approved', async () => {
    const { ada, getFlag, apply, resolve } = await startWithWebshop();
    await ada.post(`${FLAG}/rules`, rule()).expect(409);
    const asked = await apply({ kind: 'rule-create', rule: rule() });
    expect(asked.before.rules).toEqual([]);
    const [testers] = (await getFlag()).rules;
    expect(testers).toMatchObject({
      name: 'Testers',
      owner: { kind: 'person', ref: 'user:default/ada' },
    });
    expect(asked.after.rules).toEqual([testers]);
    expect(asked.segments).toMatchObject([
      { before: null, after: { id: testers?.segment } },
    ]);
    expect(await resolve()).toEqual({ 'user-1': 'green' });
  });

  it('edit, reorder and delete rules', async () => {
    const { getFlag, apply, resolve } = await startWithWebshop();
    await apply({ kind: 'rule-create', rule: rule() });
    const [testers] = (await getFlag()).rules;
    const edited = await apply({
      kind: 'rule-update',
      ruleId: testers?.id,
      rule: rule({ units: ['user-1', 'user-2'] }),
    });
    // Only the audience differs, so the flag does not show it.
    expect(edited.after.rules).toEqual(edited.before.rules);
    expect(edited.segments).toHaveLength(1);
    expect(await resolve()).toEqual({ 'user-1': 'green', 'user-2': 'green' });
    const control = { kind: 'variant', variant: 'control' };
    await apply({
      kind: 'rule-create',
      rule: rule({ name: 'Others', assignments: [control] }),
    });
    const ids = (await getFlag()).rules.map(({ id }) => id).toReversed();
    await apply({ kind: 'rules-order', rules: ids });
    expect(await resolve()).toEqual({ 'user-1': 'control', 'user-2': 'green' });
    const removed = await apply({ kind: 'rule-delete', ruleId: testers?.id });
    expect(removed.segments).toMatchObject([{ after: { state: 'archived' } }]);
    expect(await resolve()).toEqual({ 'user-1': 'control' });
  });

  it('are refused with an etag that is stale', async () => {
    const { ada, bob, service, getFlag, request } = await start({
      labels: { tier: 'payments' },
    });
    const change = { kind: 'rule-create', rule: rule() };
    const { id } = await request(change);
    await bob.post(`/v1/change-requests/${id}/approve`, {}).expect(200);
    const { etag } = await getFlag();
    await service.put(`${FLAG}/enabled`, { enabled: false }).expect(200);
    const applied = await ada
      .post(`/v1/change-requests/${id}/apply`, {})
      .expect(409);
    expect(refusalOf(applied).code).toBe('ETUDE_FLAGS_ETAG_CONFLICT');
    const asked = await ada
      .post('/v1/change-requests', {
        flagId: 'checkout-button',
        etag,
        change,
        reason: 'Black Friday',
      })
      .expect(409);
    expect(refusalOf(asked).code).toBe('ETUDE_FLAGS_ETAG_CONFLICT');
    expect((await getFlag()).rules).toEqual([]);
  });

  it('are refused for a rule that is invalid or unknown', async () => {
    const { ada, getFlag } = await start({ labels: { tier: 'payments' } });
    const { etag, id: flagId } = await getFlag();
    const blue = { kind: 'variant', variant: 'blue' };
    for (const change of [
      { kind: 'rule-create', rule: rule({ assignments: [blue] }) },
      { kind: 'rule-create', rule: rule({ etag }) },
      { kind: 'rule-update', ruleId: 'nobody', rule: rule() },
      { kind: 'rule-delete', ruleId: 'nobody' },
      { kind: 'rules-order', rules: ['nobody'] },
    ]) {
      await ada
        .post('/v1/change-requests', { flagId, etag, change, reason: 'Why' })
        .expect(400);
    }
  });
});
