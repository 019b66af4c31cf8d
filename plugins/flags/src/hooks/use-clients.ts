import { useApi } from '@backstage/frontend-plugin-api';
import type { ClientRecord } from '@etude/plugin-flags-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';

/** All clients with their credentials. */
export const useClients = (): UseLoaded<ClientRecord[]> => {
  const api = useApi(flagsApiRef);
  return useLoaded('clients', () => api.clients.list());
};
