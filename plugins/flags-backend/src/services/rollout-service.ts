import type { Rollout } from '@etude/plugin-flags-common';
import { rolloutOf } from '../rules/rollout-rule';
import type { FlagDependencies } from './flag-service';
import { notFound } from './refusals';
import { rolloutEditor } from './rollout-plan-editors';

type RolloutRequest = { readonly variant: string; readonly reach: number };

/** Use cases of rollouts. */
export type RolloutService = ReturnType<typeof createRolloutService>;

/** Use cases of rollouts on `stores`. */
export const createRolloutService = ({
  stores,
  editFlag,
}: FlagDependencies) => ({
  /** Raises or lowers the reach of a variant; throws ETUDE_FLAGS_INVALID. */
  async put(
    flagId: string,
    request: RolloutRequest,
    by: string,
  ): Promise<Rollout> {
    const flag = await editFlag({ flagId, by }, rolloutEditor(request));
    const rollout = flag.rules
      .map(rule => rolloutOf(flag, rule))
      .find(other => other?.variant === request.variant);
    if (!rollout) throw notFound('rollout', request.variant);
    return rollout;
  },

  /** Every rollout of an active flag with a reach above 0, by flag. */
  async list(): Promise<Rollout[]> {
    const flags = await stores.flags.list();
    return flags
      .filter(({ state }) => state === 'active')
      .flatMap(flag => flag.rules.flatMap(rule => rolloutOf(flag, rule) ?? []))
      .filter(({ reach }) => reach > 0);
  },
});
