import path from 'node:path';
import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from './migrate';
import { createStores } from './stores';

const AT = '2026-11-01T12:00:00.000Z';
const MIGRATIONS = path.resolve(__dirname, '../../migrations');

/** A flag and a segment as the first version of the plugin stored them. */
const OLD_FLAG = {
  id: 'checkout-button',
  description: '',
  owner: 'group:default/growth',
  componentRef: null,
  labels: {},
  clients: [],
  schema: { type: 'struct', fields: {} },
  variants: [],
  rules: [],
  state: 'active',
  etag: '1',
  createdAt: AT,
  createdBy: 'user:default/ada',
  updatedAt: AT,
  updatedBy: 'user:default/ada',
};

const OLD_SEGMENT = {
  id: 'everyone',
  description: '',
  targeting: null,
  allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
  population: 'ALL',
  state: 'allocated',
  etag: '3',
};

const NEW_FIELDS = {
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
};

describeOnDatabases('the migration to the administration of flags', init => {
  it('brings flags, their revisions and segments up to date, and goes back', async () => {
    const database = await init();
    await database.migrate.up({ directory: MIGRATIONS });
    const document = JSON.stringify(OLD_FLAG);
    await database('flags').insert({
      id: OLD_FLAG.id,
      owner: OLD_FLAG.owner,
      component_ref: null,
      state: 'active',
      search_text: OLD_FLAG.id,
      etag: '1',
      document,
    });
    await database('flag_revisions').insert({
      flag_id: OLD_FLAG.id,
      revision: 1,
      at: AT,
      by: 'user:default/ada',
      change: 'created',
      summary: '',
      document,
    });
    await database('segments').insert({
      id: OLD_SEGMENT.id,
      etag: '3',
      document: JSON.stringify(OLD_SEGMENT),
    });
    await migrate(database);
    const stores = createStores(database);
    const flag = { ...OLD_FLAG, ...NEW_FIELDS };
    expect(await stores.flags.get(OLD_FLAG.id)).toEqual(flag);
    expect(await stores.revisions.get(OLD_FLAG.id, 1)).toMatchObject({
      version: null,
      flag,
    });
    const segment = { ...OLD_SEGMENT, owner: null };
    expect(await stores.segments.get('everyone')).toEqual(segment);
    expect(await stores.segmentRevisions.at('everyone', AT)).toEqual(segment);
    await database.migrate.down({ directory: MIGRATIONS });
    expect(await database.schema.hasTable('materialized_units')).toBe(false);
    await database.migrate.down({ directory: MIGRATIONS });
    expect(await database.schema.hasTable('segment_revisions')).toBe(false);
  });
});
