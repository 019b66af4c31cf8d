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

  it('describes itself by OpenAPI', async () => {
    const { ada } = await startFlagsBackend();
    const { text } = await ada.get('/openapi.json').expect(200);
    const { paths } = JSON.parse(text) as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/clients/{id}/credentials/{cid}',
        '/v1/flags/{id}/experiment-rule',
        '/v1/rollouts',
        '/v1/state',
      ]),
    );
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
    await client.createClient(newClient());
    const issued = await client.createCredential('webshop', { name: 'ci' });
    await client.revokeCredential('webshop', issued.credential.id);
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
    await client.createSegment({
      id: 'everyone',
      description: 'Everyone',
      targeting: null,
      allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
    });
    const segments = await client.listSegments();
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
    expect(await client.listClients()).toHaveLength(1);
    await expect(client.getFlag('no-such-flag')).rejects.toMatchObject({
      code: 'ETUDE_FLAGS_NOT_FOUND',
      kind: 'user',
    });
  });
});
