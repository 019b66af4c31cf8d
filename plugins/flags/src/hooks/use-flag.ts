import { useApi } from '@backstage/frontend-plugin-api';
import type {
  FlagChangeInput,
  FlagRecord,
  UpdateFlag,
} from '@etude/plugin-flags-common';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';

/** One flag. */
export const useFlag = (id: string): UseLoaded<FlagRecord> => {
  const api = useApi(flagsApiRef);
  return useLoaded(id, () => api.getFlag(id));
};

/**
 * The update that changes nothing but `changes`: whole flags are sent, with
 * the etag they were read with. Rules stay as they are.
 */
export const updateOf = (
  flag: FlagRecord,
  changes: Partial<Omit<UpdateFlag, 'etag'>>,
): UpdateFlag => ({
  etag: flag.etag,
  description: flag.description,
  owner: flag.owner,
  componentRef: flag.componentRef,
  labels: flag.labels,
  clients: flag.clients,
  schema: flag.schema,
  variants: flag.variants,
  ...changes,
});

/** An update as something to be asked for or scheduled. */
export const updateChange = ({
  etag: _etag,
  ...update
}: UpdateFlag): FlagChangeInput => ({ kind: 'update', update });
