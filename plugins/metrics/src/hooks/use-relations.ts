import { useApi } from '@backstage/frontend-plugin-api';
import type {
  StoredFactTable,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { metricsApiRef } from '../api/metrics-api';

/** Relations between entities, and the fact tables that name these. */
export type EntityModel = {
  readonly relations: readonly StoredRelation[];
  readonly tables: readonly StoredFactTable[];
};

/** What is known of entities. */
export const useEntityModel = (): UseLoaded<EntityModel> => {
  const api = useApi(metricsApiRef);
  return useLoaded('entities', async () => {
    const [relations, tables] = await Promise.all([
      api.relations.list(),
      api.listFactTables(),
    ]);
    return { relations, tables };
  });
};
