import { useApi } from '@backstage/frontend-plugin-api';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { metricsApiRef } from '../api/metrics-api';

/** All fact tables by name. */
export const useFactTables = (): UseLoaded<StoredFactTable[]> => {
  const api = useApi(metricsApiRef);
  return useLoaded('fact-tables', () => api.listFactTables());
};
