import type { RootConfigService } from '@backstage/backend-plugin-api';
import { canonicalTimeZone, EtudeError } from '@etude/kernel';

const DEFAULT_REFRESH_SECONDS = 60;

export type ExperimentsConfig = {
  /** Between refreshes of the results of live experiments. */
  readonly refreshSeconds: number;
};

/**
 * The configuration of experiments. The time zone that the form proposes is
 * checked with it, so that a wrong one is told of at the start of the portal.
 *
 * @throws ETUDE_EXPERIMENTS_CONFIG_INVALID
 */
export const readExperimentsConfig = (
  root: RootConfigService,
): ExperimentsConfig => {
  const timeZone = root.getOptionalString('etude.experiments.timeZone');
  if (timeZone !== undefined && canonicalTimeZone(timeZone) === undefined) {
    throw new EtudeError(
      `The configuration etude.experiments.timeZone is wrong: '${timeZone}' is not a time zone. Use a name such as 'Europe/Stockholm', or leave it out for UTC.`,
      { code: 'ETUDE_EXPERIMENTS_CONFIG_INVALID', kind: 'user' },
    );
  }
  return {
    refreshSeconds:
      root.getOptionalNumber('etude.experiments.refreshSeconds') ??
      DEFAULT_REFRESH_SECONDS,
  };
};
