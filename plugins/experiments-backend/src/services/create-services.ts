import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Caller } from '@etude/api-node';
import type { Clock } from '@etude/kernel';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { createExperimentViews } from '../read-models/experiment-views';
import { createDecisionService } from './decision-service';
import { createDraftService } from './draft-service';
import { createEndService } from './end-service';
import { createExperimentWriter } from './experiment-writer';
import { createResultsExplainer } from './explain-results';
import { createImportService } from './import-service';
import { createLaunchService } from './launch-service';
import { createOwnerAlerts } from './owner-alerts';
import { createPlanCostService } from './plan-cost-service';
import { createRefreshSchedule } from './refresh-schedule';
import { createRefreshService } from './refresh-service';
import { createSampleSizeService } from './sample-size-service';
import { createServingChanges } from './serving-change';

export type ServiceDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly notifications: NotificationService;
  /** Act as the portal. */
  readonly metrics: MetricsClient;
  readonly flags: FlagsClient;
  /** Acts as the person or service that calls. */
  readonly flagsFor: (caller: Caller) => FlagsClient;
};

/** Every use case of the plugin, wired once. */
export const createServices = (deps: ServiceDependencies) => {
  const writer = createExperimentWriter(deps.db);
  const servingChanges = createServingChanges({ ...deps, writer });
  const shared = { ...deps, writer, servingChanges };
  const alerts = createOwnerAlerts(deps);
  const refreshes = createRefreshService({ ...shared, alerts });
  const ends = createEndService({ ...shared, refreshes });
  const sampleSizes = createSampleSizeService(deps.metrics);
  const views = createExperimentViews(deps);
  return {
    drafts: createDraftService(shared),
    launches: createLaunchService(shared),
    refreshes,
    ends,
    decisions: createDecisionService({ ...shared, ends }),
    imports: createImportService(shared),
    sampleSizes,
    planCosts: createPlanCostService({ ...deps, views, sampleSizes }),
    views,
    explain: createResultsExplainer(deps),
    refreshDue: createRefreshSchedule({ ...shared, refreshes }),
  };
};

export type ExperimentsServices = ReturnType<typeof createServices>;
