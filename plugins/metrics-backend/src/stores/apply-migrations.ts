import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Where the migrations of the plugin are. */
export const migrationsDirectory = (): string =>
  resolvePackagePath('@etude/plugin-metrics-backend', 'migrations');

/** Brings the plugin's database to the newest schema. */
export const applyMigrations = async (knex: Knex): Promise<void> => {
  await knex.migrate.latest({ directory: migrationsDirectory() });
};
