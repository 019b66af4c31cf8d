import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoaded } from '../states/use-loaded';

/** One entry of a picker. */
export type EntityOption = { readonly id: string; readonly label: string };

export type EntityOptions = {
  readonly options: readonly EntityOption[];
  /** Why the picker is empty, when the catalog did not answer. */
  readonly problem: string | undefined;
};

const labelOf = ({ metadata, spec }: Entity): string => {
  const profile = spec?.['profile'];
  const displayName =
    typeof profile === 'object' && profile !== null && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return typeof displayName === 'string'
    ? displayName
    : (metadata.title ?? metadata.name);
};

/** All entities of a kind, by title, for a picker. */
export const useEntityOptions = (
  kind: 'Group' | 'Component',
): EntityOptions => {
  const catalog = useApi(catalogApiRef);
  const { loaded } = useLoaded(kind, async () => {
    const { items } = await catalog.getEntities({
      filter: { kind },
      fields: ['kind', 'metadata', 'spec.profile'],
    });
    return items
      .map(entity => ({
        id: stringifyEntityRef(entity),
        label: labelOf(entity),
      }))
      .sort((a, b) => a.label.localeCompare(b.label));
  });
  return {
    options: loaded.state === 'loaded' ? loaded.value : [],
    problem:
      loaded.state === 'failed'
        ? `The catalog did not answer: ${loaded.error.message}`
        : undefined,
  };
};
