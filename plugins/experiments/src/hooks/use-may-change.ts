import { usePermission } from '@backstage/plugin-permission-react';
import { experimentUpdatePermission } from '@etude/plugin-experiments-common';

/**
 * Whether this person may change an experiment; undefined while that is asked.
 * Where it cannot be asked they may try: the API refuses what it has to.
 */
export const useMayChange = (experimentId: string): boolean | undefined => {
  const { loading, allowed, error } = usePermission({
    permission: experimentUpdatePermission,
    resourceRef: experimentId,
  });
  if (loading) return undefined;
  return allowed || error !== undefined;
};
