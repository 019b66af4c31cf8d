import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Where applications resolve flags; undefined when the portal is not told. */
export const useEdgeUrl = (): string | undefined =>
  useApi(configApiRef).getOptionalString('etude.edge.url');
