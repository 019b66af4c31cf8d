import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { canonicalTimeZone } from '@etude/plugin-experiments-common';

/**
 * The zone that a new plan begins with: that of the organisation, else UTC.
 * Never the browser's, which says where one person sits.
 */
export const useDefaultTimeZone = (): string => {
  const configured = useApi(configApiRef).getOptionalString(
    'etude.experiments.timeZone',
  );
  return configured === undefined
    ? 'UTC'
    : (canonicalTimeZone(configured) ?? configured);
};
