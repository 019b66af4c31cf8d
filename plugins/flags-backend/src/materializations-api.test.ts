import { mockCredentials } from '@backstage/backend-test-utils';
import { FlagsClient } from '@etude/plugin-flags-common';
import { createWebshop, downloadState } from './__testUtils__/resolve-shares';
import {
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';
import type { FlagsBackend } from './__testUtils__/start-flags-backend';

const stickyRule = (overrides: object = {}) => ({
  kind: 'conditional',
  name: 'Sticky',
  targeting: { criteria: {}, expression: null },
  assignments: [
    { kind: 'variant', variant: 'control' },
    { kind: 'variant', variant: 'green' },
  ],
  enabled: true,
  stickiness: { materialization: 'checkout', isIntakePaused: false },
  ...overrides,
});

const createStickyFlag = async (
  backend: FlagsBackend,
  overrides: object = {},
) => {
  const { ada } = backend;
  const flag = newFlag(overrides);
  await ada.post('/v1/flags', flag).expect(201);
  const { body } = await ada
    .post(`/v1/flags/${flag.id}/rules`, stickyRule())
    .expect(201);
  return `flags/${flag.id}/rules/${body.rules[0].id}`;
};

const start = async () => {
  const backend = await startFlagsBackend();
  await createWebshop(backend);
  const rule = await createStickyFlag(backend);
  const write = (unit: string, variant: string, other: object = {}) =>
    backend.service.post('/v1/materializations:write', {
      writes: [
        {
          materialization: 'checkout',
          unit,
          rule,
          variant: `flags/checkout-button/variants/${variant}`,
          replaces: null,
          ...other,
        },
      ],
    });
  return { ...backend, rule, write };
};

describe('sticky assignments', () => {
  it('are first come, first kept: an edge is told what holds', async () => {
    const { service, write, rule } = await start();
    await write('u', 'green').expect(200);
    const second = await write('u', 'control').expect(200);
    const units = [
      {
        materialization: 'checkout',
        unit: 'u',
        entries: [{ rule, variant: 'flags/checkout-button/variants/green' }],
      },
    ];
    expect(second.body).toEqual({ units });
    const read = await service
      .post('/v1/materializations:read', {
        keys: ['u', 'v'].map(unit => ({ materialization: 'checkout', unit })),
      })
      .expect(200);
    expect(read.body).toEqual({ units });
  });

  it('are read and written by services only', async () => {
    const { ada } = await start();
    await ada.post('/v1/materializations:read', { keys: [] }).expect(403);
    await ada.post('/v1/materializations:write', { writes: [] }).expect(403);
  });

  it('are listed with their counts and the flags that use them', async () => {
    const { ada, write, rule } = await start();
    await write('u', 'green').expect(200);
    await write('v', 'green').expect(200);
    await write('w', '', { rule: 'elsewhere', variant: '' }).expect(200);
    const { body } = await ada.get('/v1/materializations').expect(200);
    expect(body.items).toEqual([
      {
        name: 'checkout',
        units: 3,
        flags: ['checkout-button'],
        counts: [
          { flag: null, rule: 'elsewhere', variant: null, units: 1 },
          {
            flag: 'checkout-button',
            rule: rule.split('/').at(-1),
            variant: 'green',
            units: 2,
          },
        ],
      },
    ]);
  });

  it('of one unit are shown and erased, which is audited', async () => {
    const { ada, write, audit } = await start();
    await write('person-1', 'green').expect(200);
    const key = { materialization: 'checkout', unit: 'person-1' };
    const shown = await ada
      .post('/v1/materializations:lookUp', key)
      .expect(200);
    expect(shown.body.records).toMatchObject([
      { flag: 'checkout-button', variant: 'green' },
    ]);
    audit.success.mockClear();
    const removed = await ada
      .post('/v1/materializations:removeUnit', key)
      .expect(200);
    expect(removed.body).toEqual({ removed: 1 });
    expect(audit.success).toHaveBeenCalledTimes(1);
    const after = await ada
      .post('/v1/materializations:lookUp', key)
      .expect(200);
    expect(after.body.records).toEqual([]);
  });

  it('are cleared by those who may change every flag in it', async () => {
    const backend = await start();
    const { ada, service, write } = backend;
    await write('u', 'green').expect(200);
    const theirs = { id: 'their-flag', owner: 'group:default/others' };
    await service.post('/v1/flags', newFlag(theirs)).expect(201);
    await service.post('/v1/flags/their-flag/rules', stickyRule()).expect(201);
    const body = { materialization: 'checkout' };
    const refused = await ada
      .post('/v1/materializations:clear', body)
      .expect(403);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_FORBIDDEN');
    const key = { ...body, unit: 'u' };
    await ada.post('/v1/materializations:removeUnit', key).expect(403);
    const cleared = await service
      .post('/v1/materializations:clear', body)
      .expect(200);
    expect(cleared.body).toEqual({ removed: 1 });
  });

  it('of a paused rule are asked of every unit, in the state of edges', async () => {
    const backend = await start();
    const rules = async () =>
      (await downloadState(backend)).flags.flatMap(flag => flag.rules);
    const sticky = {
      read: 'checkout',
      write: 'checkout',
      targetingCanBeIgnored: true,
    };
    expect(await rules()).toMatchObject([
      { name: backend.rule, materialization: { ...sticky, mustMatch: false } },
    ]);
    const path = `/v1/flags/checkout-button/rules/${backend.rule.split('/').at(-1)}`;
    const stickiness = { materialization: 'checkout', isIntakePaused: true };
    await backend.ada.put(path, stickyRule({ stickiness })).expect(200);
    expect(await rules()).toMatchObject([
      { materialization: { ...sticky, mustMatch: true } },
    ]);
    const tooLong = { ...stickiness, materialization: 'x'.repeat(201) };
    await backend.ada
      .put(path, stickyRule({ stickiness: tooLong }))
      .expect(400);
  });

  it('are managed through the client too', async () => {
    const { server, write } = await start();
    await write('u', 'green').expect(200);
    await write('v', 'green').expect(200);
    const { materializations } = new FlagsClient({
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
    const [materialization] = await materializations.list();
    expect(materialization).toMatchObject({ name: 'checkout', units: 2 });
    const key = { materialization: 'checkout', unit: 'u' };
    const { records } = await materializations.lookUp(key);
    expect(records).toMatchObject([{ variant: 'green' }]);
    expect(await materializations.removeUnit(key)).toBe(1);
    expect(await materializations.clear('checkout')).toBe(1);
    expect(await materializations.list()).toMatchObject([{ units: 0 }]);
  });
});
