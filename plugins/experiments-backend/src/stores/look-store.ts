import type { LookRecord } from '@etude/analysis';
import { lookHealthSchema } from '@etude/plugin-experiments-common';
import type { LookHealth, LookSummary } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readJson } from './json-column';

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

/** Every look at an experiment, in order. `db` may be a transaction. */
export const createLookStore = (db: Knex) => {
  const table = () => db<LookRow>('looks');
  return {
    async add(experimentId: string, look: StoredLook): Promise<void> {
      const { record, health } = look;
      await table().insert({
        experiment_id: experimentId,
        at: record.at,
        record: JSON.stringify(record),
        health: JSON.stringify(health),
        units: JSON.stringify(record.units),
      });
    },

    /** The records of an experiment, oldest first, for its next analysis. */
    async records(experimentId: string): Promise<LookRecord[]> {
      const rows = await table()
        .select('record')
        .where({ experiment_id: experimentId })
        .orderBy('sequence');
      return rows.map(({ record }) => recordSchema.parse(readJson(record)));
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
