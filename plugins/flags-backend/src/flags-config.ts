import type { RootConfigService } from '@backstage/backend-plugin-api';
import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import type { ServicesOptions } from './services/services';
import { createSignState } from './services/state-signature';

const approvalsSchema = z.array(
  z.strictObject({
    environments: z.array(z.string()).min(1).optional(),
    surfaces: z.array(z.string()).min(1).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    allowSelfApproval: z.boolean().default(false),
  }),
);

const readApprovals = (config: RootConfigService) => {
  const parsed = approvalsSchema.safeParse(
    config.getOptional('etude.flags.approval') ?? [],
  );
  if (parsed.success) return parsed.data;
  throw new EtudeError(
    `The configuration 'etude.flags.approval' is not valid: ${z.prettifyError(parsed.error)}. Correct it: a list of {environments, surfaces, labels, allowSelfApproval}.`,
    { code: 'ETUDE_FLAGS_APPROVAL_CONFIG', kind: 'user' },
  );
};

const KEEP_DAYS = 'etude.flags.stickyAssignments.keepDays';

const readKeepDays = (config: RootConfigService): number | null => {
  const days = config.getOptionalNumber(KEEP_DAYS);
  if (days === undefined) return null;
  if (days > 0) return days;
  throw new EtudeError(
    `The configuration '${KEEP_DAYS}' is ${days}: no sticky assignment would be kept. Give a number of days above 0, or leave it out to keep them as long as their rule.`,
    { code: 'ETUDE_FLAGS_STICKY_CONFIG', kind: 'user' },
  );
};

/**
 * What the configuration says of flags.
 *
 * @throws ETUDE_FLAGS_APPROVAL_CONFIG, ETUDE_FLAGS_SIGNING_KEY,
 * ETUDE_FLAGS_STICKY_CONFIG: the plugin must not start with a protection that
 * is not the one that was meant, nor forget what it should keep.
 */
export const readFlagsConfig = (
  config: RootConfigService,
): Omit<ServicesOptions, 'clock' | 'database'> => {
  const key = config.getOptionalString('etude.flags.stateSigningKey');
  return {
    account: config.getOptionalString('etude.account') ?? 'etude',
    approvals: readApprovals(config),
    staleAfterDays:
      config.getOptionalNumber('etude.flags.staleAfterDays') ?? 30,
    keepStickyDays: readKeepDays(config),
    sign: key === undefined ? undefined : createSignState(key),
  };
};
