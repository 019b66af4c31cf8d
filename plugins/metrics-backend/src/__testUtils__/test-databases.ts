import { TestDatabases } from '@backstage/backend-test-utils';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createStores } from '../services/create-services';
import type { Stores } from '../services/create-services';
import { applyMigrations } from '../stores/apply-migrations';

const POSTGRES_URL = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const ENGINES: readonly { id: TestDatabaseId; skipped?: string }[] = [
  { id: 'SQLITE_3' },
  process.env[POSTGRES_URL]
    ? { id: 'POSTGRES_15' }
    : { id: 'POSTGRES_15', skipped: `${POSTGRES_URL} is not set` },
];

type OpenStores = () => Promise<Stores & { readonly knex: Knex }>;

/** Runs a contract of the stores on every database there is. */
export const onEachDatabase = (contract: (open: OpenStores) => void): void => {
  const databases = TestDatabases.create({
    ids: ENGINES.filter(({ skipped }) => !skipped).map(({ id }) => id),
  });
  describe.each(ENGINES)('stores on $id', ({ id, skipped }) => {
    if (skipped) {
      it.skip(`skipped: ${skipped}`, () => undefined);
      return;
    }
    contract(async () => {
      const knex = await databases.init(id);
      await applyMigrations(knex);
      return { ...createStores(knex), knex };
    });
  });
};
