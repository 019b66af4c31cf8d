import { useApi } from '@backstage/frontend-plugin-api';
import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/plugin-metrics-common';
import type {
  PreviewPopulation,
  StoredFactTable,
} from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { experimentsApiRef } from '../api/experiments-api';

/** Units that a preview can be of, to choose among. */
export type PreviewedUnits = {
  readonly id: string;
  readonly label: string;
  readonly population: PreviewPopulation;
};

const MOST_EXPERIMENTS = 50;

/** Whose values a preview of a metric on this fact table can be of. */
export const usePreviewedUnits = (
  factTable: StoredFactTable | undefined,
): readonly PreviewedUnits[] => {
  const api = useApi(experimentsApiRef);
  const { loaded } = useLoaded('experiments-of-preview', signal =>
    api.listExperiments({ limit: MOST_EXPERIMENTS }, { signal }),
  );
  const ofTable: PreviewedUnits = {
    id: 'with-facts',
    label: `Who has a row in ${factTable?.name ?? 'the fact table'}`,
    population: { kind: 'with-facts' },
  };
  if (!factTable || warehouseIdOf(factTable) !== LAKE_WAREHOUSE_ID) {
    return [ofTable];
  }
  // Who may not see experiments still sees a preview of all units.
  const experiments = loaded.state === 'loaded' ? loaded.value.items : [];
  return [
    ofTable,
    {
      id: 'all-assigned',
      label: 'Who resolved any flag',
      population: { kind: 'all-assigned' },
    },
    ...experiments.flatMap(({ id, name, flagId }): PreviewedUnits[] =>
      flagId === null
        ? []
        : [
            {
              id: `experiment ${id}`,
              label: `Units of ${name}`,
              population: {
                kind: 'assignment',
                assignment: { kind: 'flag', flagId },
              },
            },
          ],
    ),
  ];
};
