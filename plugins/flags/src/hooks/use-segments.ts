import { useApi } from '@backstage/frontend-plugin-api';
import { useLoaded } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';
import type { Segment } from '../model/wire-types';

/** All segments, loaded again when `version` changes. */
export const useSegments = (version = ''): UseLoaded<Segment[]> => {
  const api = useApi(flagsApiRef);
  return useLoaded(`segments ${version}`, () => api.segments.list());
};
