import { createHash } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { ResolverState } from '@etude/flags';
import {
  FlagsClient,
  clientListSchema,
  flagHistorySchema,
  flagListSchema,
  flagRecordSchema,
  issuedCredentialSchema,
} from '@etude/plugin-flags-common';
import {
  newClient,
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';

const ROUTES = [
  'post /clients/{id}/credentials/{cid}/rotate',
  'delete /clients/{id}/credentials/{cid}',
  'get /clients/{id}/context-schema',
  'put /flags/{id}/experiment-rule',
  'put /flags/{id}/enabled',
  'put /flags/{id}/disabled-environments',
  'post /flags/{id}/revert',
  'post /flags/{id}/explain',
  'post /flags/{id}/rules',
  'put /flags/{id}/rules/{ruleId}',
  'delete /flags/{id}/rules/{ruleId}',
  'put /flags/{id}/rules:order',
  'get /flags/{id}/scheduled-changes',
  'post /flags/{id}/scheduled-changes',
  'delete /flags/{id}/scheduled-changes/{changeId}',
  'put /flags/{id}/rollout-plan',
  'post /flags/{id}/rollout-plan/pause',
  'post /flags/{id}/rollout-plan/resume',
  'post /flags/{id}/rollout-plan/advance',
  'post /flags/{id}/rollout-plan/rollback',
  'post /flags/{id}/rollout-plan/from-experiment',
  'get /rollout-plans',
  'get /rollouts',
  'get /segments/{id}',
  'put /segments/{id}',
  'post /segments/{id}/archive',
  'post /segments/{id}/unarchive',
  'get /segments/{id}/history',
  'post /segments:availableSpace',
  'get /segments:overlaps',
  'get /flags/{id}/usage',
  'get /flags/{id}/staleness',
  'get /flags/{id}/code-references',
  'put /flags/{id}/code-references',
  'get /context-schema',
  'post /edge-reports',
  'get /change-requests',
  'post /change-requests',
  'post /change-requests/{id}/approve',
  'post /change-requests/{id}/reject',
  'post /change-requests/{id}/apply',
  'post /change-requests/{id}/withdraw',
  'get /state',
  'get /state/events',
];

describe('clients', () => {
  it('shows a secret once and never stores or lists it', async () => {
    const { ada, service } = await startFlagsBackend();
    await ada.post('/v1/clients', newClient()).expect(201);
    const answer = await ada
      .post('/v1/clients/webshop/credentials', { name: 'production' })
      .expect(201);
    const { credential, secret } = issuedCredentialSchema.parse(answer.body);
    expect(secret).toMatch(/^etude_[A-Za-z0-9_-]{32}$/);

    const listed = await ada.get('/v1/clients').expect(200);
    expect(listed.text).not.toContain(secret);
    expect(listed.text).not.toContain('secretHash');
    const [client] = clientListSchema.parse(listed.body).items;
    expect(client?.credentials).toEqual([credential]);

    const credentialsInState = async () => {
      const { text } = await service.get('/v1/state').expect(200);
      return (JSON.parse(text) as ResolverState).clients[0]?.credentials;
    };
    expect(await credentialsInState()).toMatchObject([
      { secretHash: createHash('sha256').update(secret).digest('hex') },
    ]);
    await ada
      .delete(`/v1/clients/webshop/credentials/${credential.id}`)
      .expect(200);
    expect(await credentialsInState()).toEqual([]);
  });

  it('refuses a second client with the same id', async () => {
    const { ada } = await startFlagsBackend();
    await ada.post('/v1/clients', newClient()).expect(201);
    const second = await ada.post('/v1/clients', newClient()).expect(409);
    expect(refusalOf(second).code).toBe('ETUDE_FLAGS_ID_CONFLICT');
  });
});

describe('flags', () => {
  it('creates a flag with two variants in one call and finds it', async () => {
    const { ada } = await startFlagsBackend();
    await ada.post('/v1/clients', newClient()).expect(201);
    const created = await ada.post('/v1/flags', newFlag()).expect(201);
    expect(created.body).toMatchObject({
      id: 'checkout-button',
      state: 'active',
      rules: [],
      createdBy: 'user:default/ada',
    });
    await ada
      .post('/v1/flags', newFlag({ id: 'unrelated', componentRef: null }))
      .expect(201);

    const idsOf = async (query: string) => {
      const answer = await ada.get(`/v1/flags?${query}`).expect(200);
      return flagListSchema.parse(answer.body).items.map(({ id }) => id);
    };
    expect(await idsOf('component=component:default/checkout')).toEqual([
      'checkout-button',
    ]);
    expect(await idsOf('q=CHECKOUT')).toEqual(['checkout-button']);
    expect(await idsOf('q=%25')).toEqual([]);
    expect(await idsOf('owner=group:default/growth')).toHaveLength(2);
    expect(await idsOf('owner=group:default/other')).toEqual([]);
    expect(
      await idsOf('owner=group:default/other,group:default/growth'),
    ).toHaveLength(2);
  });

  it('names every problem of a flag with its path', async () => {
    const { ada } = await startFlagsBackend();
    const refused = await ada
      .post(
        '/v1/flags',
        newFlag({
          clients: ['nobody-knows'],
          variants: [
            { id: 'control', value: { color: 7 } },
            { id: 'control', value: { size: 'big' } },
          ],
        }),
      )
      .expect(400);
    const { code, problems } = refusalOf(refused);
    expect(code).toBe('ETUDE_FLAGS_INVALID');
    const paths = problems.map(({ path }) => path);
    expect(paths.sort()).toEqual([
      'clients[0]',
      'variants[0].value.color',
      'variants[1].id',
      'variants[1].value.size',
    ]);
  });

  it('refuses an update with an old etag and keeps every revision', async () => {
    const { ada } = await startFlagsBackend();
    await ada.post('/v1/clients', newClient()).expect(201);
    const first = await ada.post('/v1/flags', newFlag()).expect(201);
    const { etag } = flagRecordSchema.parse(first.body);
    const { id: _id, ...fields } = newFlag({ description: 'Second' });
    const update = { ...fields, etag };
    await ada.put('/v1/flags/checkout-button', update).expect(200);
    const late = await ada.put('/v1/flags/checkout-button', update).expect(409);
    expect(refusalOf(late).code).toBe('ETUDE_FLAGS_ETAG_CONFLICT');
    await ada.post('/v1/flags/checkout-button/archive').expect(200);
    await ada.post('/v1/flags/checkout-button/archive').expect(200);
    await ada.post('/v1/flags/checkout-button/unarchive').expect(200);

    const answer = await ada
      .get('/v1/flags/checkout-button/history')
      .expect(200);
    const { items } = flagHistorySchema.parse(answer.body);
    expect(items.map(({ change, flag }) => [change, flag.description])).toEqual(
      [
        ['unarchived', 'Second'],
        ['archived', 'Second'],
        ['updated', 'Second'],
        ['created', 'Colour of the button'],
      ],
    );
    expect(items[0]).toMatchObject({
      revision: 4,
      by: 'user:default/ada',
    });
  });

  it('answers 404 for a flag that is not there', async () => {
    const { ada } = await startFlagsBackend();
    const refused = await ada.get('/v1/flags/no-such-flag').expect(404);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_NOT_FOUND');
  });
});

describe('permissions and audit', () => {
  it('lets people create for their own groups and change what they own', async () => {
    const { ada, service, audit } = await startFlagsBackend();
    await service.post('/v1/clients', newClient()).expect(201);
    const other = { owner: 'group:default/payments' };
    const refused = await ada.post('/v1/flags', newFlag(other)).expect(403);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_FORBIDDEN');

    await service.post('/v1/flags', newFlag(other)).expect(201);
    await ada.get('/v1/flags/checkout-button').expect(200);
    await ada.post('/v1/flags/checkout-button/archive').expect(403);
    await service.post('/v1/flags/checkout-button/archive').expect(200);
    await ada
      .post('/v1/clients', newClient({ id: 'their-app', ...other }))
      .expect(403);
    expect(audit.success).toHaveBeenCalledTimes(3);
    expect(audit.fail).not.toHaveBeenCalled();
  });

  it('audits a write that failed', async () => {
    const { ada, audit } = await startFlagsBackend();
    await ada.post('/v1/flags', newFlag()).expect(400);
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('describes itself by OpenAPI, every route once', async () => {
    const { ada } = await startFlagsBackend();
    const { text } = await ada.get('/openapi.json').expect(200);
    const { paths } = JSON.parse(text) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        route: `${method} ${path.replace('/v1', '')}`,
        operationId,
      })),
    );
    expect(operations.map(({ route }) => route)).toEqual(
      expect.arrayContaining(ROUTES),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('FlagsClient', () => {
  it('speaks this API', async () => {
    const { server } = await startFlagsBackend();
    const client = new FlagsClient({
      discoveryApi: {
        getBaseUrl: id =>
          Promise.resolve(`http://localhost:${server.port()}/api/${id}`),
      },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...Object.fromEntries(new Headers(init?.headers)),
              authorization: mockCredentials.service.header(),
            },
          }),
      },
    });
    await client.clients.create(newClient());
    const issued = await client.clients.createCredential('webshop', {
      name: 'ci',
    });
    await client.clients.revokeCredential('webshop', issued.credential.id);
    const created = await client.createFlag(newFlag());
    const { id: _id, ...fields } = newFlag({ labels: { area: 'shop' } });
    const updated = await client.updateFlag(created.id, {
      ...fields,
      etag: created.etag,
    });
    expect(updated.labels).toEqual({ area: 'shop' });
    const place = await client.putExperimentRule(created.id, {
      experimentId: 'green-button',
      name: 'Green button',
      audience: {},
      variants: [
        { id: 'control', weight: 1 },
        { id: 'green', weight: 1 },
      ],
    });
    expect(
      await client.disableExperimentRule(created.id, 'green-button'),
    ).toEqual({ ...place, enabled: false });
    await client.segments.create({
      id: 'everyone',
      description: 'Everyone',
      targeting: null,
      allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
    });
    const segments = await client.segments.list();
    expect(segments.map(({ id }) => id)).toEqual(['everyone', place.segmentId]);
    const rollout = { variant: 'green', reach: 0.1 };
    await client.putRollout(created.id, rollout);
    expect(await client.listRollouts()).toMatchObject([rollout]);
    await client.archiveFlag(created.id);
    expect(await client.listRollouts()).toEqual([]);
    await client.unarchiveFlag(created.id);
    expect(await client.getFlagHistory(created.id)).toHaveLength(7);
    expect(await client.listFlags({ q: 'button', limit: 1 })).toMatchObject({
      totalItems: 1,
      items: [{ id: created.id, state: 'active' }],
    });
    expect(await client.clients.list()).toHaveLength(1);
    await client.setEnabled(created.id, { enabled: false });
    await client.setDisabledEnvironments(created.id, ['staging']);
    const withRule = await client.rules.create(created.id, {
      kind: 'individual',
      name: 'Testers',
      units: ['user-1'],
      assignments: [{ kind: 'variant', variant: 'green' }],
    });
    const ruleId = withRule.rules.find(rule => rule.name === 'Testers')?.id;
    await client.rules.delete(created.id, ruleId ?? '', withRule.etag);
    const explained = await client.explainFlag(created.id, {
      clientId: 'webshop',
      context: {},
    });
    expect(explained.explanation?.isOff).toBe(true);
    expect((await client.segments.get('everyone')).heldProportion).toBe(1);
    expect(await client.segments.history('everyone')).toHaveLength(1);
    expect(await client.segments.overlaps({ flags: created.id })).toMatchObject(
      { pairs: [] },
    );
    const change = await client.changes.schedule(created.id, {
      at: '2999-01-01T00:00:00Z',
      change: { kind: 'enable' },
    });
    await client.changes.cancelScheduled(created.id, change.id);
    expect(await client.changes.listScheduled(created.id)).toMatchObject([
      { state: 'cancelled' },
    ]);
    const asked = await client.changes.createRequest({
      flagId: created.id,
      etag: (await client.getFlag(created.id)).etag,
      change: { kind: 'enable' },
      reason: 'Ready',
    });
    await client.changes.reject(asked.id, 'Not today');
    expect(
      await client.changes.listRequests({ state: 'rejected' }),
    ).toHaveLength(1);
    const seen = { client: 'webshop', count: 2 };
    const report = {
      edge: 'edge-1',
      from: '2026-11-01T12:00:00Z',
      to: '2026-11-01T12:01:00Z',
      evaluations: [
        {
          ...seen,
          flag: created.id,
          variant: null,
          rule: null,
          reason: 'DISABLED',
        },
      ],
      contextFields: [
        { ...seen, path: 'country', type: 'string' as const, kind: null },
      ],
    };
    expect(await client.usage.report(report)).toEqual({ isNew: true });
    expect(await client.usage.contextSchema('webshop')).toHaveLength(1);
    expect((await client.usage.usage(created.id)).reportedSince).toBe(
      '2026-11-01',
    );
    await client.usage.putCodeReferences(created.id, {
      repository: 'shop',
      revision: 'abc',
      references: [],
    });
    expect(await client.usage.codeReferences(created.id)).toHaveLength(1);
    expect((await client.usage.staleness(created.id)).flagId).toBe(created.id);
    await client.rolloutPlans.put(created.id, {
      variant: 'green',
      steps: [{ reach: 0.5, dwellHours: 1, gate: 'manual' }],
    });
    await client.rolloutPlans.rollback(created.id);
    expect(await client.rolloutPlans.list()).toMatchObject([
      { flagId: created.id, state: 'rolled-back' },
    ]);
    await expect(client.getFlag('no-such-flag')).rejects.toMatchObject({
      code: 'ETUDE_FLAGS_NOT_FOUND',
      kind: 'user',
    });
  });
});
