import type { AuditorService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { personRuleSchema } from '@etude/plugin-flags-common';
import type { UpdateFlag } from '@etude/plugin-flags-common';
import { createAudited } from '../access/audited';
import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from '../stores/migrate';
import { createStores } from '../stores/stores';
import { createDueWork } from './due-work';
import { createServices } from './services';

const ADA = 'user:default/ada';

const newFlag = {
  id: 'new-home',
  description: '',
  owner: 'group:default/growth',
  componentRef: null,
  labels: {},
  clients: [],
  schema: { type: 'struct' as const, fields: {} },
  variants: ['off', 'on'].map(id => ({ id, value: {}, description: '' })),
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
};

const updateOf = ({ id: _id, ...fields }: typeof newFlag, change: object) =>
  ({ ...fields, ...change }) as Omit<UpdateFlag, 'etag'> & typeof fields;

const auditor = (): AuditorService =>
  mockServices.auditor.mock({
    createEvent: () =>
      Promise.resolve({
        success: () => Promise.resolve(),
        fail: () => Promise.resolve(),
      }),
  });

describeOnDatabases('due work', init => {
  const open = async () => {
    const database = await init();
    await migrate(database);
    let nowMs = Date.parse('2026-11-01T12:00:00Z');
    const clock = { now: () => new Date(nowMs) };
    const replica = () => {
      const services = createServices({ database, account: 'acme', clock });
      const audited = createAudited(auditor());
      const stores = createStores(database);
      return {
        services,
        due: createDueWork({ stores, clock, audited, services }),
      };
    };
    const one = replica();
    await one.services.flags.create(newFlag, ADA);
    return {
      ...one,
      other: replica(),
      wait: (hours: number) => {
        nowMs += hours * 3_600_000;
      },
    };
  };

  it('makes a scheduled change at its time, once, though replicas race', async () => {
    const { services, due, other, wait } = await open();
    const { id } = await services.scheduledChanges.schedule(
      'new-home',
      { at: '2026-11-01T13:00:00Z', change: { kind: 'disable' } },
      ADA,
    );
    await due.run();
    expect((await services.flags.get('new-home')).enabled).toBe(true);
    wait(1);
    await Promise.all([due.run(), other.due.run()]);
    expect((await services.flags.get('new-home')).enabled).toBe(false);
    const history = await services.flags.history('new-home');
    expect(history.map(({ change, by }) => [change, by])).toEqual([
      ['disabled', ADA],
      ['created', ADA],
    ]);
    expect(await services.scheduledChanges.list('new-home')).toMatchObject([
      { id, state: 'applied', finishedAt: '2026-11-01T13:00:00.000Z' },
    ]);
    await expect(
      services.scheduledChanges.cancel('new-home', id),
    ).rejects.toMatchObject({
      problems: [{ code: 'ETUDE_FLAGS_SCHEDULED_OVER' }],
    });
  });

  it('adds a rule and its audience when their time has come', async () => {
    const { services, due, wait } = await open();
    const rule = personRuleSchema.parse({
      kind: 'individual',
      name: 'Testers',
      units: ['user-1'],
      assignments: [{ kind: 'variant', variant: 'on' }],
      enabled: true,
    });
    await services.scheduledChanges.schedule(
      'new-home',
      { at: '2026-11-01T13:00:00Z', change: { kind: 'rule-create', rule } },
      ADA,
    );
    expect((await services.flags.get('new-home')).rules).toEqual([]);
    expect(await services.segments.list()).toEqual([]);
    wait(1);
    await due.run();
    const { rules } = await services.flags.get('new-home');
    expect(rules).toMatchObject([{ name: 'Testers', owner: { ref: ADA } }]);
    expect(await services.segments.list()).toMatchObject([
      { id: rules[0]?.segment, state: 'allocated' },
    ]);
  });

  it('says in the history why a change could not be made in its time', async () => {
    const { services, due, wait } = await open();
    await services.scheduledChanges.schedule(
      'new-home',
      {
        at: '2026-11-01T13:00:00Z',
        change: { kind: 'rollout', variant: 'on', reach: 0.5 },
      },
      ADA,
    );
    await services.flags.setState('new-home', 'archived', ADA);
    wait(2);
    await due.run();
    await due.run();
    const [failed, ...earlier] = await services.flags.history('new-home');
    expect(failed?.change).toBe('scheduled-change-failed');
    expect(failed?.summary).toContain('archived');
    expect(earlier).toHaveLength(2);
    expect(await services.scheduledChanges.list('new-home')).toMatchObject([
      { state: 'failed', problems: [{ code: 'ETUDE_FLAGS_ARCHIVED' }] },
    ]);
  });

  it('keeps what others changed since an update was scheduled', async () => {
    const { services, due, wait } = await open();
    const schedule = (hour: number, change: object) =>
      services.scheduledChanges.schedule(
        'new-home',
        {
          at: `2026-11-01T${hour}:00:00Z`,
          change: { kind: 'update', update: updateOf(newFlag, change) },
        },
        ADA,
      );
    const edit = async (change: object) => {
      const { etag } = await services.flags.get('new-home');
      const update = { ...updateOf(newFlag, change), etag };
      await services.flags.update('new-home', update, 'user:default/bo');
    };
    await schedule(14, { defaultVariant: 'on' });
    await schedule(15, { description: 'By Ada' });
    await schedule(16, { defaultVariant: 'off' });
    wait(1);
    await edit({ description: 'By Bo' });
    wait(2);
    await due.run();
    expect(await services.flags.get('new-home')).toMatchObject({
      description: 'By Bo',
      defaultVariant: 'on',
    });
    await edit({ defaultVariant: 'on', owner: 'group:default/checkout' });
    wait(1);
    await due.run();
    expect(await services.scheduledChanges.list('new-home')).toMatchObject([
      { state: 'applied' },
      { problems: [{ code: 'ETUDE_FLAGS_SCHEDULED_ETAG_CONFLICT' }] },
      { problems: [{ code: 'ETUDE_FLAGS_SCHEDULED_OWNER' }] },
    ]);
  });

  it('makes no change that was cancelled, and schedules none that is invalid', async () => {
    const { services, due, wait } = await open();
    const at = '2026-11-01T13:00:00Z';
    const { id } = await services.scheduledChanges.schedule(
      'new-home',
      { at, change: { kind: 'disable' } },
      ADA,
    );
    await services.scheduledChanges.cancel('new-home', id);
    wait(2);
    await due.run();
    expect((await services.flags.get('new-home')).enabled).toBe(true);
    const update = updateOf(newFlag, { defaultVariant: 'purple' });
    await expect(
      services.scheduledChanges.schedule(
        'new-home',
        { at, change: { kind: 'update', update } },
        ADA,
      ),
    ).rejects.toMatchObject({
      problems: [
        { path: 'defaultVariant' },
        { code: 'ETUDE_FLAGS_SCHEDULED_IN_PAST' },
      ],
    });
  });

  it('lets a plan go on by itself when the time of its step is over', async () => {
    const { services, due, other, wait } = await open();
    const steps = [0.1, 0.5, 1].map(reach => ({
      reach,
      dwellHours: 24,
      gate: 'automatic' as const,
    }));
    await services.rolloutPlans.put('new-home', { variant: 'on', steps }, ADA);
    const reachOf = async () => (await services.rollouts.list())[0]?.reach;
    wait(23);
    await due.run();
    expect(await reachOf()).toBe(0.1);
    wait(1);
    await Promise.all([due.run(), other.due.run()]);
    expect(await reachOf()).toBe(0.5);
    wait(24);
    await due.run();
    wait(24);
    await due.run();
    expect(await services.rolloutPlans.get('new-home')).toMatchObject({
      state: 'completed',
      reach: 1,
    });
  });

  it('counts each edge report once and knows what is left over', async () => {
    const { services, wait } = await open();
    const report = (from: string, variant: string | null, count: number) => ({
      edge: 'edge-1',
      from,
      to: from,
      evaluations: [
        {
          client: 'webshop',
          flag: 'new-home',
          variant,
          rule: null,
          reason: 'MATCH',
          count,
        },
      ],
      contextFields: [
        {
          client: 'webshop',
          path: 'user.country',
          type: 'string' as const,
          kind: 'country',
          count,
        },
      ],
    });
    const first = report('2026-11-01T12:00:00Z', 'off', 3);
    expect(await services.usage.report(first)).toBe(true);
    expect(await services.usage.report(first)).toBe(false);
    await services.usage.report(report('2026-11-01T12:01:00Z', 'on', 4));
    await services.usage.report(report('2026-11-01T12:02:00Z', 'on', 5));
    const usage = await services.usage.usage('new-home', 7);
    expect(usage.from).toBe('2026-10-26');
    expect(
      usage.evaluations.map(({ variant, count }) => [variant, count]),
    ).toEqual([
      ['off', 3],
      ['on', 9],
    ]);
    expect(await services.usage.contextSchema('webshop')).toEqual([
      {
        path: 'user.country',
        types: ['string'],
        kind: 'country',
        count: 12,
        lastSeenAt: '2026-11-01T12:02:00.000Z',
      },
    ]);
    expect(await services.usage.contextSchema('no-such-client')).toEqual([]);

    const judge = async () =>
      services.usage.staleness(await services.flags.get('new-home'));
    expect((await judge()).state).toBe('fresh');
    wait(31 * 24);
    expect(await judge()).toMatchObject({
      state: 'potentially-stale',
      reasons: [{ kind: 'no-evaluation' }],
    });
    await services.usage.putCodeReferences(
      'new-home',
      {
        repository: 'shop',
        revision: 'abc',
        references: [{ path: 'src/home.ts', line: 7, snippet: '' }],
      },
      ADA,
    );
    expect((await judge()).suggestion).toContain('shop src/home.ts:7');
    wait(30 * 24);
    expect((await judge()).state).toBe('stale');
    const stale = await services.usage.listStale({ limit: 10, offset: 0 });
    expect(stale).toMatchObject({
      totalItems: 1,
      items: [{ id: 'new-home', staleness: 'stale' }],
    });
  });
});
