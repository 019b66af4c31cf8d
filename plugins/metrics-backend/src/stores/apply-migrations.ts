import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Brings the plugin's database to the newest schema. */
export const applyMigrations = async (knex: Knex): Promise<void> => {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@etude/plugin-metrics-backend',
      'migrations',
    ),
  });
};
