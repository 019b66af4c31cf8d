import type { LookRecord } from '@etude/analysis';
import { lookHealthSchema } from '@etude/plugin-experiments-common';
import type { LookHealth, LookSummary } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readJson } from './json-column';
import { createSolvedLooksStore } from './solved-looks-store';

/** A look as stored: for the next analysis, and what may be shown of it. */
export type StoredLook = {
  readonly record: LookRecord;
  readonly health: readonly LookHealth[];
};

type LookRow = {
  sequence: number;
  experiment_id: string;
  at: string;
  record: string;
  health: string;
  units: string;
};

// Solved looks are stored apart: those of the latest look replace all others.
const recordSchema: z.ZodType<LookRecord> = z.object({
  at: z.string(),
  tests: z
    .array(
      z.object({
        metricId: z.string(),
        variant: z.string(),
        kind: z.enum(['superiority', 'non-inferiority', 'inferiority']),
        units: z.number(),
        statistic: z.number(),
        crossed: z.boolean(),
        runningP: z.number().optional(),
      }),
    )
    .readonly(),
  units: z.record(z.string(), z.number()),
  srmP: z.number(),
  stopReachedAt: z.string().optional(),
});
const healthSchema = z.array(lookHealthSchema);
const unitsSchema = z.record(z.string(), z.number());

const readLook = ({ record, health }: LookRow): StoredLook => ({
  record: recordSchema.parse(readJson(record)),
  health: healthSchema.parse(readJson(health)),
});

// What a look saw of the data, in one order of fields, whoever wrote them.
const sawOf = ({ record, health }: StoredLook): string => {
  const { at: _at, ...seen } = recordSchema.parse(record);
  return JSON.stringify([seen, health.map(({ id, state }) => [id, state])]);
};

/** The looks at an experiment, in order. `db` may be a transaction. */
export const createLookStore = (db: Knex) => {
  const table = () => db<LookRow>('looks');
  const solvedLooks = createSolvedLooksStore(db);
  return {
    /**
     * Keeps a look, in the place of an earlier one at the same instant. A look
     * that saw nothing new since the one before it is not kept: it would cost
     * every later analysis and change none. What it solved is kept for the
     * next one and for the explanation of this one.
     */
    async put(experimentId: string, look: StoredLook): Promise<void> {
      const { record, health } = look;
      await solvedLooks.put(experimentId, record.solvedLooks);
      const before = await table()
        .where({ experiment_id: experimentId })
        .where('at', '<', record.at)
        .orderBy('sequence', 'desc')
        .first();
      if (before && sawOf(readLook(before)) === sawOf(look)) {
        await table()
          .where({ experiment_id: experimentId, at: record.at })
          .delete();
        return;
      }
      await table()
        .insert({
          experiment_id: experimentId,
          at: record.at,
          record: JSON.stringify(recordSchema.parse(record)),
          health: JSON.stringify(health),
          units: JSON.stringify(record.units),
        })
        .onConflict(['experiment_id', 'at'])
        .merge();
    },

    /**
     * The records of an experiment from before an instant, oldest first, for
     * its analysis at that instant; the latest with what was solved last.
     */
    async recordsBefore(
      experimentId: string,
      instant: string,
    ): Promise<LookRecord[]> {
      const rows = await table()
        .select('record')
        .where({ experiment_id: experimentId })
        .where('at', '<', instant)
        .orderBy('sequence');
      const records = rows.map(({ record }) =>
        recordSchema.parse(readJson(record)),
      );
      const latest = records.pop();
      if (latest === undefined) return [];
      const solved = await solvedLooks.find(experimentId);
      return [
        ...records,
        solved === undefined ? latest : { ...latest, solvedLooks: solved },
      ];
    },

    /** What may be shown of the looks of an experiment, oldest first. */
    async summaries(experimentId: string): Promise<LookSummary[]> {
      const rows = await table()
        .select('at', 'health', 'units')
        .where({ experiment_id: experimentId })
        .orderBy('sequence');
      return rows.map(row => ({
        at: row.at,
        health: healthSchema.parse(readJson(row.health)),
        units: unitsSchema.parse(readJson(row.units)),
      }));
    },
  };
};
