import { useApi } from '@backstage/frontend-plugin-api';
import type { ContextField } from '@etude/plugin-flags-common';
import { useLoaded } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';
import { mergedFields } from '../model/context-fields';

export type ContextFields = {
  /** By path; empty until they are known. */
  readonly fields: readonly ContextField[];
  /** Why there is nothing to suggest, when the edges' reports did not come. */
  readonly problem: string | undefined;
};

/** What some clients send, or all of them when none is named. */
export const useContextFields = (
  clients: readonly string[] = [],
): ContextFields => {
  const api = useApi(flagsApiRef);
  const { loaded } = useLoaded(`context ${clients.join()}`, async () =>
    mergedFields(
      clients.length === 0
        ? [await api.usage.contextSchema()]
        : await Promise.all(
            clients.map(client => api.usage.contextSchema(client)),
          ),
    ),
  );
  return {
    fields: loaded.state === 'loaded' ? loaded.value : [],
    problem: loaded.state === 'failed' ? loaded.error.message : undefined,
  };
};
