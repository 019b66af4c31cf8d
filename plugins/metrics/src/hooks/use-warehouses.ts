import { useApi } from '@backstage/frontend-plugin-api';
import type { WarehouseInfo } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { metricsApiRef } from '../api/metrics-api';

/** The lake and the warehouses that are configured, the lake first. */
export const useWarehouses = (): UseLoaded<WarehouseInfo[]> => {
  const api = useApi(metricsApiRef);
  return useLoaded('warehouses', () => api.warehouses.list());
};
