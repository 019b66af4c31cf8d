import type { Config } from '@backstage/config';
import { EtudeError } from '@etude/kernel';

/**
 * Stops a production portal that lets anyone in without signing in: either
 * `auth.environment: production` or `NODE_ENV=production` together with
 * `auth.providers.guest`.
 *
 * @throws ETUDE_GUEST_IN_PRODUCTION before anything listens.
 */
export const refuseGuestInProduction = (
  config: Config,
  nodeEnvironment: string | undefined,
): void => {
  const isProduction =
    nodeEnvironment === 'production' ||
    config.getOptionalString('auth.environment') === 'production';
  if (!isProduction || !config.has('auth.providers.guest')) return;
  throw new EtudeError(
    "The portal will not start: 'auth.providers.guest' lets anyone in without signing in, and this is a production configuration. Remove it and configure a real sign-in provider (docs/operations.md).",
    { code: 'ETUDE_GUEST_IN_PRODUCTION', kind: 'user' },
  );
};
