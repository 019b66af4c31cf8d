import type {
  ExplainAnswer,
  explainRequestSchema,
} from '@etude/plugin-flags-common';
import { flagName } from '@etude/flags';
import { explainFlag } from '@etude/resolver';
import type { z } from 'zod';
import type { FlagDependencies } from './flag-service';
import { notFound, refusal } from './refusals';
import { flagStateAt } from './state-at';

type Request = z.output<typeof explainRequestSchema>;

/** The resolve tester. */
export type ExplainService = ReturnType<typeof createExplainService>;

/** The resolve tester on what `stores` hold now and held before. */
export const createExplainService = ({
  stores,
  clock,
  account,
}: Pick<FlagDependencies, 'stores' | 'clock'> & {
  readonly account: string;
}) => ({
  /**
   * Why a flag gives a context what it gives, or gave at a time. Throws
   * ETUDE_FLAGS_NOT_FOUND when there was no such flag then.
   */
  async explain(flagId: string, request: Request): Promise<ExplainAnswer> {
    const now = clock.now().toISOString();
    const at = request.at && new Date(request.at).toISOString();
    if (at !== undefined && at > now) {
      throw refusal(`Flag '${flagId}' cannot be explained`, [
        {
          code: 'ETUDE_FLAGS_EXPLAIN_FUTURE',
          path: 'at',
          message: `${at} is in the future. Choose a time that is over, or leave it out for now.`,
        },
      ]);
    }
    const found = await flagStateAt(stores, { account, flagId, at });
    if (!found) throw notFound('flag', flagId);
    const explanation = explainFlag(found.state, {
      flag: flagName(flagId),
      credential: {
        client: request.clientId,
        environments: request.environments,
      },
      context: request.context,
    });
    return {
      explanation: explanation ?? null,
      at: at ?? now,
      revision: Number(found.flag.etag),
    };
  },
});
