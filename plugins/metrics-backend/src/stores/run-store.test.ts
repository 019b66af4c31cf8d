import { onEachDatabase } from '../__testUtils__/test-databases';
import type { RunStore, StartedRun } from './run-store';

const LEASE = { holder: 'backend-1', until: '2026-03-01T10:00:30.000Z' };

const run = (
  id: string,
  startedAt: string,
  changes: Partial<StartedRun> = {},
): StartedRun => ({
  id,
  kind: 'computation',
  experimentId: 'exp',
  metricIds: ['revenue'],
  owner: 'group:default/growth',
  requestedBy: 'service:experiments',
  startedAt,
  lease: LEASE,
  ...changes,
});

const problem = {
  code: 'ETUDE_METRICS_RUN_INTERRUPTED',
  kind: 'operational' as const,
  message: 'Stopped.',
  cause: 'interrupted' as const,
  fix: 'Again.',
};

const succeeded = {
  state: 'succeeded' as const,
  finishedAt: '2026-03-01T10:00:01.000Z',
  elapsedMs: 12.6,
  bytesRead: 3e12,
  rows: 8,
  problem: null,
};

const ids = async (listed: ReturnType<RunStore['list']>) =>
  (await listed).map(found => found.id);

onEachDatabase(open => {
  it('follows a run from the queue to its end', async () => {
    const { runs } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    expect(await runs.find('1')).toMatchObject({
      state: 'queued',
      owner: 'group:default/growth',
      estimate: null,
      attempts: 1,
    });
    const progress = {
      phase: 'querying' as const,
      ahead: null,
      query: 1,
      queries: 2,
      attempt: 1,
    };
    await runs.note('1', {
      state: 'running',
      sql: 'SELECT 1',
      warehouseId: 'lake',
      progress,
      queriedAt: '2026-03-01T10:00:00.500Z',
      estimate: { bytes: 4e12, rows: null },
      attempts: 2,
      increment: {
        mode: 'full',
        reason: 'It is the first.',
        reusedParts: null,
        computedParts: 1,
      },
    });
    expect(await runs.find('1')).toMatchObject({
      state: 'running',
      sql: 'SELECT 1',
      progress,
      estimate: { bytes: 4e12, rows: null },
    });
    await runs.finish('1', succeeded);
    expect(await runs.find('1')).toMatchObject({
      state: 'succeeded',
      progress: null,
      elapsedMs: 13,
      bytesRead: 3e12,
      rows: 8,
      attempts: 2,
      warehouseId: 'lake',
      problem: null,
      increment: { reason: 'It is the first.' },
    });
    await runs.note('1', { state: 'queued' });
    expect(await runs.find('1')).toMatchObject({ state: 'succeeded' });
  });

  it('lists runs newest first, by what is asked for, without their SQL', async () => {
    const { runs } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    await runs.start(
      run('2', '2026-03-02T10:00:00.000Z', { metricIds: ['visits', 'rev'] }),
    );
    await runs.start(
      run('3', '2026-03-03T10:00:00.000Z', {
        experimentId: 'other',
        owner: 'group:default/payments',
      }),
    );
    await runs.note('2', { sql: 'SELECT 2', warehouseId: 'dwh' });
    await runs.finish('2', succeeded);
    const list = (filter: object) => ids(runs.list({ limit: 10, ...filter }));
    expect(await list({})).toEqual(['3', '2', '1']);
    expect(await list({ limit: 2 })).toEqual(['3', '2']);
    expect(await list({ experimentId: 'exp' })).toEqual(['2', '1']);
    expect(await list({ owner: 'group:default/payments' })).toEqual(['3']);
    expect(await list({ state: 'succeeded' })).toEqual(['2']);
    expect(await list({ warehouseId: 'dwh' })).toEqual(['2']);
    expect(await list({ metricId: 'revenue' })).toEqual(['3', '1']);
    expect(await list({ metricId: 'rev' })).toEqual(['2']);
    expect(await list({ before: '2026-03-02T10:00:00.000Z' })).toEqual(['1']);
    const sqlOf = async (withSql: boolean) =>
      (await runs.list({ state: 'succeeded', limit: 1, withSql }))[0]?.sql;
    expect(await sqlOf(false)).toBeNull();
    expect(await sqlOf(true)).toBe('SELECT 2');
  });

  it('interrupts the runs whose lease is over, and no others', async () => {
    const { runs } = await open();
    const until = (at: string) => ({ ...LEASE, until: at });
    await runs.start(run('dead', '2026-03-01T10:00:00.000Z'));
    await runs.start(run('done', '2026-03-01T10:00:00.000Z'));
    await runs.finish('done', succeeded);
    await runs.start(run('alive', '2026-03-01T10:00:00.000Z'));
    await runs.start(
      run('other', '2026-03-01T10:00:00.000Z', {
        lease: { holder: 'backend-2', until: '2026-03-01T10:09:00.000Z' },
      }),
    );
    await runs.renewLeases(['alive'], until('2026-03-01T10:05:00.000Z'));
    // Nobody renews what somebody else works on.
    await runs.renewLeases(['dead'], {
      holder: 'backend-2',
      until: '2026-03-01T10:05:00.000Z',
    });
    const now = '2026-03-01T10:01:00.000Z';
    expect(await runs.interruptExpired(now, problem)).toBe(1);
    expect(await runs.find('dead')).toMatchObject({
      state: 'interrupted',
      finishedAt: now,
      problem,
    });
    expect(await runs.interruptExpired(now, problem)).toBe(0);
    expect((await runs.find('alive'))?.state).toBe('queued');
    // Its worker was cut off from the database only, and knows better.
    await runs.finish('dead', succeeded);
    expect(await runs.find('dead')).toMatchObject({
      state: 'succeeded',
      problem: null,
    });
  });

  it('drops old runs, but for the newest success of each analysis', async () => {
    const { runs } = await open();
    const at = (day: number) => `2026-03-0${day}T10:00:00.000Z`;
    const done = async (id: string, day: number, more: Partial<StartedRun>) => {
      await runs.start(run(id, at(day), more));
      await runs.finish(id, succeeded);
    };
    const failed = { ...succeeded, state: 'failed' as const, problem };
    await done('older', 1, {});
    await done('newest', 2, {});
    await runs.start(run('failed', at(3)));
    await runs.finish('failed', failed);
    await runs.start(run('running', at(1)));
    await done('other metrics', 1, { metricIds: ['visits'] });
    await done('baseline', 1, { kind: 'baseline', experimentId: null });
    await done('replaced', 2, { experimentId: 'other' });
    await done('kept', 5, { experimentId: 'other' });
    expect(await runs.dropBefore(at(4))).toBe(4);
    expect((await ids(runs.list({ limit: 10 }))).sort()).toEqual(
      ['kept', 'newest', 'other metrics', 'running'].sort(),
    );
    expect(await runs.dropBefore(at(4))).toBe(0);
  });

  it('drops more than it takes at once', async () => {
    const { runs } = await open();
    for (let index = 0; index < 501; index++) {
      const none = { experimentId: null, kind: 'baseline' as const };
      await runs.start(run(`${index}`, '2026-03-01T10:00:00.000Z', none));
      await runs.finish(`${index}`, succeeded);
    }
    expect(await runs.dropBefore('2026-03-02T00:00:00.000Z')).toBe(501);
  });

  it('takes one cancellation of a run that is not over', async () => {
    const { runs } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    await runs.start(run('2', '2026-03-01T10:00:00.000Z'));
    await runs.finish('2', succeeded);
    expect(await runs.requestCancel('1', 'user:default/ada')).toBe(true);
    expect(await runs.requestCancel('1', 'user:default/grace')).toBe(false);
    expect(await runs.requestCancel('2', 'user:default/ada')).toBe(false);
    expect(await runs.cancelledAmong(['1', '2'])).toEqual(
      new Map([['1', 'user:default/ada']]),
    );
  });

  it('adds up what a team used, expected where nothing better is known', async () => {
    const { runs } = await open();
    const at = '2026-03-01T10:00:00.000Z';
    await runs.start(run('before', '2026-02-28T23:59:59.999Z'));
    await runs.finish('before', succeeded);
    await runs.start(run('read', at));
    await runs.note('read', {
      queriedAt: at,
      estimate: { bytes: 900, rows: 1 },
    });
    await runs.finish('read', { ...succeeded, bytesRead: 500 });
    await runs.start(run('running', at));
    await runs.note('running', {
      queriedAt: at,
      estimate: { bytes: 70, rows: 1 },
    });
    await runs.start(run('refused', at));
    await runs.note('refused', { estimate: { bytes: 10_000, rows: 1 } });
    await runs.start(run('theirs', at, { owner: 'group:default/payments' }));
    await runs.start(run('nobodys', at, { owner: null }));
    const since = '2026-03-01T00:00:00.000Z';
    expect(await runs.usageSince(since)).toEqual(
      new Map([
        ['group:default/growth', { bytes: 570, elapsedMs: 13 }],
        ['group:default/payments', { bytes: 0, elapsedMs: 0 }],
      ]),
    );
    expect([
      ...(await runs.usageSince(since, 'group:default/payments')).keys(),
    ]).toEqual(['group:default/payments']);
    expect(await runs.latestElapsedMs('exp')).toBe(13);
    expect(await runs.latestElapsedMs('none')).toBeUndefined();
  });

  it('keeps results until they are old', async () => {
    const { runs, runResults } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    await runResults.put('1', { moments: [] }, '2026-03-01T10:00:01.000Z');
    await runResults.dropBefore('2026-03-01T10:00:01.000Z');
    expect(await runResults.find('1')).toEqual({ moments: [] });
    await runResults.dropBefore('2026-03-01T10:00:02.000Z');
    expect(await runResults.find('1')).toBeUndefined();
  });
});
