import { factTableSchema, metricSchema } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import { eventsFactTable } from '../__testUtils__/start-metrics-backend';
import { onEachDatabase } from '../__testUtils__/test-databases';
import { applyMigrations, migrationsDirectory } from './apply-migrations';

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

onEachDatabase(open => {
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

  it('gives fact tables from before there were versions a first one', async () => {
    const { knex, factTables, factTableVersions } = await open();
    const table = factTableSchema.parse(eventsFactTable());
    await factTables.insert(table, record('first'));
    await knex.migrate.down({
      directory: migrationsDirectory(),
      name: '20261122050000_fact_table_versions.js',
    });
    await applyMigrations(knex);
    const { updatedAt: since, updatedBy: by } = record('first');
    expect(
      await factTableVersions.history({ ...table, ...record('second') }),
    ).toEqual([
      { etag: 'second', since, by, definition: table },
      { etag: 'first', since, by, definition: table },
    ]);
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
