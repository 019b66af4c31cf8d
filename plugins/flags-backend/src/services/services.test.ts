import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from '../stores/migrate';
import { createServices } from './services';

const ADA = 'user:default/ada';
const OWNER = 'group:default/growth';

const newFlag = (id: string) => ({
  id,
  description: '',
  owner: OWNER,
  componentRef: null,
  labels: {},
  clients: [],
  schema: { type: 'struct' as const, fields: {} },
  variants: ['off', 'on'].map(variant => ({
    id: variant,
    value: {},
    description: '',
  })),
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
});

const experiment = (experimentId: string) => ({
  experimentId,
  name: experimentId,
  audience: { conditions: [], proportion: 0.6, exclusivityTags: ['home'] },
  variants: [
    { id: 'off', weight: 1 },
    { id: 'on', weight: 1 },
  ],
  targetingKeySelector: '',
  environments: [],
});

describeOnDatabases('flag services', init => {
  const open = async () => {
    const database = await init();
    await migrate(database);
    let nowMs = Date.parse('2026-11-01T12:00:00Z');
    let queries = 0;
    database.on('query', () => {
      queries += 1;
    });
    const options = {
      database,
      account: 'acme',
      clock: { now: () => new Date(nowMs) },
    };
    return {
      services: createServices(options),
      replica: createServices(options),
      wait: (ms: number) => {
        nowMs += ms;
      },
      queriesOf: async (run: () => Promise<unknown>) => {
        const before = queries;
        await run();
        return queries - before;
      },
    };
  };

  it('serves the state from memory: no query in a second, one after it', async () => {
    const { services, wait, queriesOf } = await open();
    const read = () => services.state.current();
    const first = await read();
    expect(await queriesOf(read)).toBe(0);
    wait(1000);
    expect(await queriesOf(read)).toBe(1);
    expect(await read()).toBe(first);
    expect(JSON.parse(first.body.toString())).toMatchObject({
      account: 'acme',
      version: '1',
    });
  });

  it('shows a write at once, and on another replica within a second', async () => {
    const { services, replica, wait } = await open();
    const old = await replica.state.current();
    expect((await services.state.current()).etag).toBe(old.etag);
    await services.flags.create(newFlag('new-home'), ADA);
    const own = await services.state.current();
    expect(own.version).toBeGreaterThan(old.version);
    expect(own.body.toString()).toContain('flags/new-home');
    wait(1000);
    expect((await replica.state.current()).etag).toBe(own.etag);
  });

  it('leaves the version alone when a write is refused', async () => {
    const { services } = await open();
    await services.flags.create(newFlag('new-home'), ADA);
    const before = await services.state.current();
    await expect(
      services.flags.create(newFlag('new-home'), ADA),
    ).rejects.toMatchObject({ code: 'ETUDE_FLAGS_ID_CONFLICT' });
    expect((await services.state.current()).etag).toBe(before.etag);
  });

  it('gives exclusive buckets once, even to launches at the same time', async () => {
    const { services, replica } = await open();
    await services.flags.create(newFlag('home-title'), ADA);
    await services.flags.create(newFlag('home-image'), ADA);
    const launches = await Promise.allSettled([
      services.experimentRules.put('home-title', experiment('title-1'), ADA),
      replica.experimentRules.put('home-image', experiment('image-1'), ADA),
    ]);
    expect(launches.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await services.segments.list()).toHaveLength(1);
  });

  it('creates segments for people only with what exists', async () => {
    const { services } = await open();
    const allocation = { proportion: 1, exclusivityTags: [], exclusiveTo: [] };
    const staff = {
      id: 'staff',
      description: '',
      allocation,
      owner: OWNER,
      targeting: {
        criteria: { inner: { type: 'segment' as const, segment: 'nobody' } },
        expression: { type: 'ref' as const, ref: 'outer' },
      },
    };
    await expect(services.segments.create(staff, ADA)).rejects.toMatchObject({
      problems: [
        { code: 'ETUDE_FLAGS_UNKNOWN_CRITERION' },
        { path: 'targeting.criteria.inner.segment' },
      ],
    });
    await expect(
      services.segments.create(
        { ...staff, id: 'rollout-x', targeting: null },
        ADA,
      ),
    ).rejects.toMatchObject({ problems: [{ path: 'id' }] });
    const created = await services.segments.create(
      { ...staff, targeting: null },
      ADA,
    );
    expect(created.population).toBe('ALL');
  });
});
