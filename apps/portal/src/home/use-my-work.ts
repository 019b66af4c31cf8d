import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { useLoaded } from '@etude/ui';
import { experimentsApiRef, flagsApiRef } from './home-apis';

/** What the signed-in person and their groups own. */
export type OwnedCounts = {
  /** Entity refs of the person and their groups, separated by commas. */
  readonly owner: string;
  /** Kinds of the catalog with how many entities of each, most first. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly flags: number;
  readonly experiments: number;
};

/** Loads the experiments of the person's groups that are not decided yet. */
export const useOpenExperiments = () => {
  const identityApi = useApi(identityApiRef);
  const experimentsApi = useApi(experimentsApiRef);
  return useLoaded<readonly ExperimentListItem[]>(
    'open-experiments',
    async signal => {
      const { ownershipEntityRefs } = await identityApi.getBackstageIdentity();
      if (ownershipEntityRefs.length === 0) return [];
      const { items } = await experimentsApi.listExperiments(
        {
          owner: ownershipEntityRefs.join(','),
          state: 'draft,live,ended',
          limit: 1000,
        },
        { signal },
      );
      return items;
    },
  );
};

/** Counts what the person's groups own; each count is one the APIs give. */
export const useOwnedCounts = () => {
  const identityApi = useApi(identityApiRef);
  const catalogApi = useApi(catalogApiRef);
  const flagsApi = useApi(flagsApiRef);
  const experimentsApi = useApi(experimentsApiRef);
  return useLoaded('owned-counts', async (): Promise<OwnedCounts> => {
    const { ownershipEntityRefs } = await identityApi.getBackstageIdentity();
    const owner = ownershipEntityRefs.join(',');
    if (owner === '') return { owner, kinds: [], flags: 0, experiments: 0 };
    const [{ facets }, flags, experiments] = await Promise.all([
      catalogApi.getEntityFacets({
        filter: { 'relations.ownedBy': ownershipEntityRefs },
        facets: ['kind'],
      }),
      flagsApi.listFlags({ owner, limit: 1 }),
      experimentsApi.listExperiments({ owner, limit: 1 }),
    ]);
    const kinds = (facets['kind'] ?? [])
      .map(({ value, count }) => ({ kind: value, count }))
      .sort((a, b) => b.count - a.count);
    return {
      owner,
      kinds,
      flags: flags.totalItems,
      experiments: experiments.totalItems,
    };
  });
};
