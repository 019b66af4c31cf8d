import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';

const POSTGRES_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const ids: TestDatabaseId[] = process.env[POSTGRES_VARIABLE]
  ? ['SQLITE_3', 'POSTGRES_15']
  : ['SQLITE_3'];

/** The folder of the plugin's migrations. */
export const MIGRATIONS = resolvePackagePath(
  '@etude/plugin-experiments-backend',
  'migrations',
);

/**
 * Runs a contract on a migrated database of each engine. Where the tests are
 * given no PostgreSQL, a skipped block says so.
 */
export const describeOnDatabases = (
  title: string,
  contract: (open: () => Promise<Knex>) => void,
): void => {
  const databases = TestDatabases.create({ ids });
  const open = async (id: TestDatabaseId): Promise<Knex> => {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: MIGRATIONS });
    return db;
  };
  for (const id of ids) {
    describe(`${title} on ${id}`, () => contract(() => open(id)));
  }
  if (ids.length === 1) {
    describe.skip(`${title} on POSTGRES_15: set ${POSTGRES_VARIABLE} to run it`, () => {
      it.todo('keeps the same contract');
    });
  }
};

/** Undoes a migration and all that came after it. */
export const undoFrom = async (db: Knex, migration: string): Promise<void> => {
  const config = { directory: MIGRATIONS };
  const isDone = async () =>
    (await db.migrate.currentVersion(config)) >= migration;
  while (await isDone()) await db.migrate.down(config);
};
