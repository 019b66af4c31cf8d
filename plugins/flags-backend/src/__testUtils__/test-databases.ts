import { TestDatabases } from '@backstage/backend-test-utils';
import type { TestDatabaseId } from '@backstage/backend-test-utils';

const HAS_POSTGRES = Boolean(
  process.env['BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING'],
);

const databaseIds: TestDatabaseId[] = HAS_POSTGRES
  ? ['SQLITE_3', 'POSTGRES_15']
  : ['SQLITE_3'];

/**
 * Runs a contract on SQLite, and on PostgreSQL where the tests are given one;
 * where they are not, a skipped block says so.
 */
export const describeOnDatabases = (
  title: string,
  contract: (init: () => ReturnType<TestDatabases['init']>) => void,
): void => {
  const databases = TestDatabases.create({ ids: databaseIds });
  describe.each(databaseIds)(`${title} on %s`, id => {
    contract(() => databases.init(id));
  });
  if (!HAS_POSTGRES) {
    describe.skip(`${title} on POSTGRES_15: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING to run it`, () => {
      it.todo('runs the same contract');
    });
  }
};
