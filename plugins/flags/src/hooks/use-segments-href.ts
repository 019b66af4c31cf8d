import { useRouteRef } from '@backstage/frontend-plugin-api';
import { flagsRouteRef } from '../routes';

/** Where all segments are listed. */
export const useSegmentsHref = (): string => {
  const flagsRoute = useRouteRef(flagsRouteRef);
  return `${flagsRoute?.() ?? '/flags'}?tab=segments`;
};
