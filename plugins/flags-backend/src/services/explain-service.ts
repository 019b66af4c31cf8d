import type {
  ExplainAnswer,
  MaterializedUnitKey,
  explainRequestSchema,
} from '@etude/plugin-flags-common';
import { flagName } from '@etude/flags';
import { EtudeError } from '@etude/kernel';
import { explainFlag } from '@etude/resolver';
import type {
  ExplainRequest,
  FlagExplanation,
  MaterializationRecord,
} from '@etude/resolver';
import type { ResolverState } from '@etude/flags';
import type { z } from 'zod';
import type { FlagDependencies } from './flag-service';
import type { Stores } from '../stores/stores';
import { notFound, refusal } from './refusals';
import { flagStateAt } from './state-at';

type Request = z.output<typeof explainRequestSchema>;

/** What a unit had in a materialization at an ISO time. */
const recordAt = async (
  stores: Stores,
  key: MaterializedUnitKey,
  at: string,
): Promise<MaterializationRecord | null> => {
  const records = await stores.materializations.records(key);
  const then = records.filter(record => record.at <= at);
  if (then.length === 0) return null;
  const variants = then.map(({ rule, variant }): [string, string] => [
    rule,
    variant,
  ]);
  return { included: true, variants: Object.fromEntries(variants) };
};

/**
 * The explanation with the sticky assignments of a time: what it looked up is
 * read and it explains again, until it asks for nothing new. They are unknown
 * while the portal keeps none: edges may keep them for themselves.
 */
const explainSticky = async (
  stores: Stores,
  { state, at }: { readonly state: ResolverState; readonly at: string },
  request: ExplainRequest,
): Promise<FlagExplanation | undefined> => {
  const plain = explainFlag(state, request);
  const isSticky = plain?.reason === 'MATERIALIZATION_NOT_SUPPORTED';
  if (!isSticky || (await stores.materializations.isEmpty())) return plain;
  const known = new Map<string, MaterializationRecord | null>();
  for (;;) {
    const asked = new Map<string, MaterializedUnitKey>();
    const explanation = explainFlag(state, {
      ...request,
      materializations: (unit, materialization) => {
        const id = JSON.stringify([materialization, unit]);
        const record = known.get(id);
        if (record === undefined) asked.set(id, { materialization, unit });
        return record ?? null;
      },
    });
    if (asked.size === 0) return explanation;
    for (const [id, key] of asked) {
      known.set(id, await recordAt(stores, key, at));
    }
  }
};

const noFlagThen = (flagId: string, at: string | undefined): EtudeError =>
  at === undefined
    ? notFound('flag', flagId)
    : new EtudeError(
        `There was no flag '${flagId}' at ${at}. Choose a time after it was created.`,
        {
          code: 'ETUDE_FLAGS_NOT_FOUND',
          kind: 'user',
          details: { kind: 'flag', id: flagId, at },
        },
      );

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
    if (!found) throw noFlagThen(flagId, at);
    const explanation = await explainSticky(
      stores,
      { state: found.state, at: at ?? now },
      {
        flag: flagName(flagId),
        credential: {
          client: request.clientId,
          environments: request.environments,
        },
        context: request.context,
      },
    );
    return {
      explanation: explanation ?? null,
      at: at ?? now,
      revision: Number(found.flag.etag),
    };
  },
});
