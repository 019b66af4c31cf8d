import { TestDatabases } from '@backstage/backend-test-utils';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import { metricSchema } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import { createStores } from '../services/create-services';
import { applyMigrations } from './apply-migrations';

const POSTGRES_URL = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

type Engine = { readonly id: TestDatabaseId; readonly skipped?: string };

const ENGINES: readonly Engine[] = [
  { id: 'SQLITE_3' },
  process.env[POSTGRES_URL]
    ? { id: 'POSTGRES_15' }
    : { id: 'POSTGRES_15', skipped: `${POSTGRES_URL} is not set` },
];

const databases = TestDatabases.create({
  ids: ENGINES.filter(({ skipped }) => !skipped).map(({ id }) => id),
});

const metric = (changes: Partial<Metric> = {}): Metric =>
  metricSchema.parse({
    id: 'revenue',
    name: 'Revenue',
    description: '',
    owner: 'group:default/growth',
    factTableId: 'purchases',
    entity: 'user',
    type: 'average',
    aggregation: 'sum',
    measure: 'amount',
    filters: [],
    window: { offsetHours: 0, lengthHours: 168 },
    direction: 'increase',
    state: 'active',
    ...changes,
  });

const record = (etag: string) => ({
  etag,
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-03-01T00:00:00.000Z',
  updatedBy: 'user:default/ada',
});

const run = (id: string, startedAt: string, experimentId = 'exp') => ({
  id,
  kind: 'computation' as const,
  experimentId,
  metricIds: ['revenue'],
  requestedBy: 'service:experiments',
  startedAt,
});

const problem = {
  code: 'ETUDE_WAREHOUSE_ENGINE',
  kind: 'operational' as const,
  message: 'Broken.',
};

describe.each(ENGINES)('stores on $id', ({ id, skipped }) => {
  if (skipped) {
    it.skip(`skipped: ${skipped}`, () => undefined);
    return;
  }

  const open = async () => {
    const knex = await databases.init(id);
    await applyMigrations(knex);
    return createStores(knex);
  };

  it('gives back a definition as it was stored', async () => {
    const { metrics } = await open();
    expect(await metrics.insert(metric(), record('first'))).toBe(true);
    expect(await metrics.find('revenue')).toEqual({
      ...metric(),
      ...record('first'),
    });
    expect(await metrics.find('nothing')).toBeUndefined();
  });

  it('keeps the first of two definitions of the same id', async () => {
    const { metrics } = await open();
    await metrics.insert(metric(), record('first'));
    expect(
      await metrics.insert(metric({ name: 'Other' }), record('second')),
    ).toBe(false);
    expect((await metrics.find('revenue'))?.name).toBe('Revenue');
  });

  it('changes a definition only from the etag expected', async () => {
    const { metrics } = await open();
    await metrics.insert(metric(), record('first'));
    const changed = metric({ state: 'archived' });
    expect(await metrics.update(changed, record('second'), 'other')).toBe(
      false,
    );
    expect(await metrics.update(changed, record('second'), 'first')).toBe(true);
    expect(await metrics.list({ equals: { state: 'active' } })).toEqual([]);
    expect(await metrics.list({ equals: { state: 'archived' } })).toEqual([
      { ...changed, ...record('second') },
    ]);
  });

  it('finds names by any part, in any case, and % as itself', async () => {
    const { metrics } = await open();
    await metrics.insert(
      metric({ id: 'aaaa', name: 'Share, 50% off' }),
      record('1'),
    );
    await metrics.insert(metric({ id: 'bbbb', name: 'Revenue' }), record('2'));
    const ids = async (q: string) =>
      (await metrics.list({ q })).map(found => found.id);
    expect(await ids('reven')).toEqual(['bbbb']);
    expect(await ids('0%')).toEqual(['aaaa']);
    expect(await ids('%')).toEqual(['aaaa']);
    expect(await ids('')).toEqual(['bbbb', 'aaaa']);
  });

  it('follows a run from start to end', async () => {
    const { runs } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    await runs.setSql('1', 'SELECT 1');
    expect(await runs.find('1')).toMatchObject({
      state: 'running',
      sql: 'SELECT 1',
      rows: null,
    });
    await runs.succeed('1', {
      finishedAt: '2026-03-01T10:00:01.000Z',
      elapsedMs: 12.6,
      rows: 8,
    });
    expect(await runs.find('1')).toMatchObject({
      state: 'succeeded',
      elapsedMs: 13,
      rows: 8,
      problem: null,
    });
  });

  it('lists the runs of an experiment, newest first', async () => {
    const { runs } = await open();
    await runs.start(run('1', '2026-03-01T10:00:00.000Z'));
    await runs.start(run('2', '2026-03-02T10:00:00.000Z'));
    await runs.start(run('3', '2026-03-02T10:00:00.000Z', 'other'));
    const ids = async (experimentId?: string) =>
      (await runs.list({ experimentId, limit: 2 })).map(found => found.id);
    expect(await ids('exp')).toEqual(['2', '1']);
    expect(await ids()).toEqual(['3', '2']);
  });

  it('fails abandoned runs only, with the problem', async () => {
    const { runs } = await open();
    await runs.start(run('old', '2026-03-01T10:00:00.000Z'));
    await runs.start(run('new', '2026-03-01T12:00:00.000Z'));
    const failure = { finishedAt: '2026-03-01T12:00:01.000Z', problem };
    expect(
      await runs.failStartedBefore('2026-03-01T11:00:00.000Z', failure),
    ).toBe(1);
    expect(await runs.find('old')).toMatchObject({ state: 'failed', problem });
    expect(await runs.find('new')).toMatchObject({ state: 'running' });
  });

  it('keeps what is known of an import', async () => {
    const { imports } = await open();
    const table = {
      tableId: 'players-1',
      name: 'Players',
      format: 'csv' as const,
      columns: [{ name: 'player', type: 'BIGINT' }],
      rows: 4,
      createdAt: '2026-03-01T10:00:00.000Z',
      createdBy: 'user:default/ada',
    };
    await imports.insert(table);
    await imports.insert({ ...table, name: 'Again' });
    expect(await imports.list()).toEqual([table]);
    expect(await imports.find('players-2')).toBeUndefined();
  });
});
