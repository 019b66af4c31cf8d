import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';

/** One thing to choose: an entity ref and the name people know it by. */
export type CatalogOption = { readonly id: string; readonly label: string };

const titleOf = (entity: Entity): string => {
  const profile = entity.spec?.profile;
  const displayName =
    typeof profile === 'object' && profile !== null && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return (
    (typeof displayName === 'string' ? displayName : entity.metadata.title) ??
    entity.metadata.name
  );
};

/** Groups that may own an experiment, or components it may belong to. */
export const useCatalogOptions = (
  kind: 'Group' | 'Component',
): UseLoaded<readonly CatalogOption[]> => {
  const catalogApi = useApi(catalogApiRef);
  return useLoaded(`catalog:${kind}`, async () => {
    const { items } = await catalogApi.getEntities({ filter: { kind } });
    return items
      .map(entity => ({
        id: stringifyEntityRef(entity),
        label: titleOf(entity),
      }))
      .sort((a, b) => a.label.localeCompare(b.label));
  });
};
