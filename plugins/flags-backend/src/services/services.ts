import type { Clock } from '@etude/kernel';
import type { Knex } from 'knex';
import { createStores } from '../stores/stores';
import { createClientService } from './client-service';
import { createExperimentRuleService } from './experiment-rule-service';
import { createFlagService } from './flag-service';
import { createRolloutService } from './rollout-service';
import { createSegmentService } from './segment-service';
import { createStateService } from './state-service';
import { createWriteState } from './write-state';

export type ServicesOptions = {
  readonly database: Knex;
  /** See `etude.account` in the configuration. */
  readonly account: string;
  readonly clock: Clock;
};

/** Every use case of the plugin. */
export type Services = ReturnType<typeof createServices>;

/** The use cases on one database. */
export const createServices = ({
  database,
  account,
  clock,
}: ServicesOptions) => {
  const stores = createStores(database);
  const state = createStateService({ stores, account, clock });
  const writeState = createWriteState(database, () => state.invalidate());
  const dependencies = { stores, writeState, clock };
  return {
    state,
    clients: createClientService(dependencies),
    flags: createFlagService(dependencies),
    experimentRules: createExperimentRuleService(dependencies),
    rollouts: createRolloutService(dependencies),
    segments: createSegmentService(dependencies),
  };
};
