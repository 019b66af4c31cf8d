import type { DatabaseService } from '@backstage/backend-plugin-api';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const MIGRATIONS = resolvePackagePath(
  '@etude/plugin-flags-backend',
  'migrations',
);

/** Brings the tables of `database` up to date. */
export const migrate = async (database: Knex): Promise<void> => {
  await database.migrate.latest({ directory: MIGRATIONS });
};

/** The plugin's database, migrated unless the configuration says otherwise. */
export const openDatabase = async (service: DatabaseService): Promise<Knex> => {
  const database = await service.getClient();
  if (!service.migrations?.skip) await migrate(database);
  return database;
};
