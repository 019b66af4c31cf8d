import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { ExperimentList } from '@etude/plugin-experiments-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';

/** The newest experiments that name the entity of the page as component. */
export const useEntityExperiments = (
  limit: number,
): {
  readonly componentRef: string;
  readonly experiments: UseLoaded<ExperimentList>;
} => {
  const { entity } = useEntity();
  const experimentsApi = useApi(experimentsApiRef);
  const componentRef = stringifyEntityRef(entity);
  const experiments = useLoaded(`component:${componentRef}`, signal =>
    experimentsApi.listExperiments(
      { component: componentRef, limit },
      { signal },
    ),
  );
  return { componentRef, experiments };
};
