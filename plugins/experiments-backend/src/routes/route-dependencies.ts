import type { Caller } from '@etude/api-node';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Clock } from '@etude/kernel';
import type { Audited } from '../services/audited';
import type { ExperimentsServices } from '../services/create-services';
import type { ExperimentAccess } from '../services/experiment-access';

/** What the routes of the plugin work with. */
export type RouteDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly access: ExperimentAccess;
  readonly audited: Audited;
  readonly services: ExperimentsServices;
  readonly flagsFor: (caller: Caller) => FlagsClient;
};

/** Parses the path of one experiment. */
export const experimentParamsSchema = z.object({ id: z.string() });
