import { useApi } from '@backstage/frontend-plugin-api';
import type { FlagRecord } from '@etude/plugin-flags-common';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { metricsApiRef } from '../../api/metrics-api';

/** What a plan can be made of. */
export type PlanChoices = {
  readonly flags: readonly FlagRecord[];
  readonly factTables: readonly StoredFactTable[];
  readonly metrics: readonly StoredMetric[];
};

/** Active flags and metrics, and fact tables, to choose from. */
export const usePlanChoices = (): UseLoaded<PlanChoices> => {
  const flagsApi = useApi(flagsApiRef);
  const metricsApi = useApi(metricsApiRef);
  return useLoaded('plan-choices', async () => {
    const [flags, factTables, metrics] = await Promise.all([
      flagsApi.listFlags({ state: 'active' }),
      metricsApi.listFactTables(),
      metricsApi.listMetrics({ state: 'active' }),
    ]);
    return { flags: flags.items, factTables, metrics };
  });
};
