import { useApi } from '@backstage/frontend-plugin-api';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';

const PAGE_SIZE = 1000;

/** Every flag, or every flag of one component, by id. */
export const useFlags = (component?: string): UseLoaded<FlagRecord[]> => {
  const api = useApi(flagsApiRef);
  return useLoaded(`flags ${component ?? ''}`, async () => {
    const flags: FlagRecord[] = [];
    for (;;) {
      const { items, totalItems } = await api.listFlags({
        limit: PAGE_SIZE,
        offset: flags.length,
        ...(component === undefined ? {} : { component }),
      });
      flags.push(...items);
      if (items.length === 0 || flags.length >= totalItems) return flags;
    }
  });
};
