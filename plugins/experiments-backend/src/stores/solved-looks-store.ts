import type { LookRecord } from '@etude/analysis';
import { alphaSpendingSchema } from '@etude/lifecycle';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readJson } from './json-column';

type SolvedLooks = NonNullable<LookRecord['solvedLooks']>;

type SolvedRow = { experiment_id: string; solved: string };

const stateSchema = z.object({
  design: z.object({
    spending: alphaSpendingSchema,
    alpha: z.number(),
    sides: z.union([z.literal(1), z.literal(2)]),
  }),
  looks: z.number(),
  path: z.object({
    t: z.number(),
    top: z.number(),
    panelWidth: z.number(),
    masses: z.array(z.number()).readonly(),
  }),
  latest: z
    .object({ t: z.number(), z: z.number().nullable(), spent: z.number() })
    .nullable(),
});

const solvedSchema: z.ZodType<SolvedLooks> = z
  .array(
    z.object({
      version: z.number(),
      spendingEnd: z.number(),
      informationEnd: z.number(),
      looksPrint: z.string(),
      state: stateSchema,
    }),
  )
  .readonly();

/**
 * The solved bounds of the latest look at each experiment. They save time and
 * change no number. `db` may be a transaction.
 */
export const createSolvedLooksStore = (db: Knex) => {
  const table = () => db<SolvedRow>('solved_looks');
  return {
    /** Puts them in the place of those of the look before. */
    async put(experimentId: string, solved: SolvedLooks = []): Promise<void> {
      if (solved.length === 0) {
        await table().where({ experiment_id: experimentId }).delete();
        return;
      }
      await table()
        .insert({
          experiment_id: experimentId,
          solved: JSON.stringify(solved),
        })
        .onConflict('experiment_id')
        .merge();
    },

    /**
     * Those of the latest look; undefined where there are none, or only such
     * as another version wrote in another form. Then the bounds are solved
     * from the looks themselves.
     */
    async find(experimentId: string): Promise<SolvedLooks | undefined> {
      const row = await table().where({ experiment_id: experimentId }).first();
      return row && solvedSchema.safeParse(readJson(row.solved)).data;
    },
  };
};
