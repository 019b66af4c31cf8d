import type { Rollout } from '@etude/plugin-flags-common';
import { planRollout, rolloutOf } from '../rules/rollout-rule';
import type { ServiceDependencies } from './client-service';
import { notFound, refusal } from './refusals';
import { flagOf, percent, savePlanned } from './save-rule';

type RolloutRequest = { readonly variant: string; readonly reach: number };

/** Use cases of rollouts. */
export type RolloutService = ReturnType<typeof createRolloutService>;

/** Use cases of rollouts on `stores`. */
export const createRolloutService = ({
  stores,
  writeState,
  clock,
}: ServiceDependencies) => ({
  /** Raises or lowers the reach of a variant; throws ETUDE_FLAGS_INVALID. */
  async put(
    flagId: string,
    request: RolloutRequest,
    by: string,
  ): Promise<Rollout> {
    return writeState(async tx => {
      const flag = await flagOf(tx, flagId);
      const segments = await tx.segments.list();
      const planned = planRollout(flag, segments, request);
      if (!planned.ok) {
        throw refusal(
          `Variant '${request.variant}' cannot be rolled out`,
          planned.problems,
        );
      }
      const saved = await savePlanned(
        tx,
        { flag, planned: planned.value },
        {
          by,
          at: clock.now().toISOString(),
          change: 'rollout-changed',
          summary: `Variant '${request.variant}' reaches ${percent.format(request.reach)} of the units.`,
        },
      );
      const rollout = rolloutOf(saved.value, planned.value.rule);
      if (!rollout) throw notFound('rollout', planned.value.rule.id);
      return { value: rollout, isChanged: saved.isChanged };
    });
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
