import type { Knex } from 'knex';
import { createClientStore } from './client-store';
import { createFlagStore } from './flag-store';
import { createRevisionStore } from './revision-store';
import { createSegmentStore } from './segment-store';
import { createStateVersionStore } from './state-version-store';

/** Every store of the plugin, on one database or transaction. */
export type Stores = ReturnType<typeof createStores>;

/** The stores on `database`. */
export const createStores = (database: Knex) => ({
  clients: createClientStore(database),
  flags: createFlagStore(database),
  revisions: createRevisionStore(database),
  segments: createSegmentStore(database),
  stateVersion: createStateVersionStore(database),
});
