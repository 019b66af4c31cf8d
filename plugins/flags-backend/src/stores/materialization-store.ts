import type {
  MaterializationWriteInput,
  MaterializedUnit,
  MaterializedUnitKey,
} from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { statementChunks } from './statement-chunks';

type Row = {
  materialization: string;
  unit: string;
  rule: string;
  variant: string;
  written_at: string;
};

/** How many units a rule keeps in a variant. */
export type VariantCount = {
  readonly materialization: string;
  readonly rule: string;
  readonly variant: string;
  readonly units: number;
};

const TABLE = 'materialized_units';
const PRIMARY_KEY = ['materialization', 'unit', 'rule'];

const unitsByMaterialization = (
  keys: readonly MaterializedUnitKey[],
): Map<string, Set<string>> => {
  const units = new Map<string, Set<string>>();
  for (const { materialization, unit } of keys) {
    const known = units.get(materialization);
    if (known) known.add(unit);
    else units.set(materialization, new Set([unit]));
  }
  return units;
};

/** One entry per unit; rows of a unit come one after the other. */
const byUnit = (rows: readonly Row[]): MaterializedUnit[] => {
  const found: MaterializedUnit[] = [];
  for (const { materialization, unit, rule, variant } of rows) {
    const last = found.at(-1);
    if (last?.unit === unit && last.materialization === materialization) {
      last.entries.push({ rule, variant });
    } else {
      found.push({ materialization, unit, entries: [{ rule, variant }] });
    }
  }
  return found;
};

const read = async (
  database: Knex,
  keys: readonly MaterializedUnitKey[],
): Promise<MaterializedUnit[]> => {
  const found: MaterializedUnit[] = [];
  for (const [materialization, units] of unitsByMaterialization(keys)) {
    for (const chunk of statementChunks([...units])) {
      const rows = await database<Row>(TABLE)
        .where({ materialization })
        .whereIn('unit', chunk)
        .orderBy(PRIMARY_KEY);
      found.push(...byUnit(rows));
    }
  }
  return found;
};

// All writers insert in one order, so that none waits for another in a circle.
const keyText = (row: MaterializationWriteInput): string =>
  JSON.stringify([row.materialization, row.unit, row.rule]);

const inKeyOrder = (
  writes: readonly MaterializationWriteInput[],
): MaterializationWriteInput[] =>
  writes
    .map(write => ({ write, key: keyText(write) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ write }) => write);

const write = async (
  database: Knex,
  writes: readonly MaterializationWriteInput[],
  writtenAt: string,
): Promise<void> => {
  const ordered = inKeyOrder(writes);
  for (const chunk of statementChunks(ordered)) {
    await database<Row>(TABLE)
      .insert(
        chunk.map(({ replaces: _replaces, ...row }) => ({
          ...row,
          written_at: writtenAt,
        })),
      )
      .onConflict(PRIMARY_KEY)
      .ignore();
  }
  for (const { replaces, variant, ...key } of ordered) {
    if (replaces === null || replaces === variant) continue;
    await database<Row>(TABLE)
      .where({ ...key, variant: replaces })
      .update({ variant, written_at: writtenAt });
  }
};

/** Sticky assignments in the database. */
export type MaterializationStore = ReturnType<
  typeof createMaterializationStore
>;

/** The sticky assignments that `database` holds. */
export const createMaterializationStore = (database: Knex) => ({
  /** The units that are in their materialization; others are left out. */
  read: (keys: readonly MaterializedUnitKey[]) => read(database, keys),

  /**
   * Keeps each write where there is no record of its unit and rule yet, or
   * where the present one is what it replaces. Every statement is whole by
   * itself, so any number of writers may write the same.
   */
  write: (
    writes: readonly MaterializationWriteInput[],
    writtenAt: string,
  ): Promise<void> => write(database, writes, writtenAt),

  /** Units of every materialization, by rule and variant. */
  async counts(): Promise<VariantCount[]> {
    const rows = await database<Row>(TABLE)
      .groupBy('materialization', 'rule', 'variant')
      .orderBy(['materialization', 'rule', 'variant'])
      .select('materialization', 'rule', 'variant')
      .count<(Omit<VariantCount, 'units'> & { units: number | string })[]>({
        units: '*',
      });
    return rows.map(row => ({ ...row, units: Number(row.units) }));
  },

  /** Units with a record, by materialization. */
  async unitCounts(): Promise<Map<string, number>> {
    const rows = await database<Row>(TABLE)
      .groupBy('materialization')
      .select('materialization')
      .countDistinct<{ materialization: string; units: number | string }[]>({
        units: 'unit',
      });
    return new Map(rows.map(row => [row.materialization, Number(row.units)]));
  },

  /** Whether no edge has written anything yet. */
  async isEmpty(): Promise<boolean> {
    return (await database<Row>(TABLE).first('unit')) === undefined;
  },

  /** Names of the rules that have records in a materialization. */
  async rules(materialization: string): Promise<string[]> {
    const rows = await database<Row>(TABLE)
      .where({ materialization })
      .distinct('rule');
    return rows.map(({ rule }) => rule);
  },

  /** Names of all rules that have records. */
  async allRules(): Promise<string[]> {
    const rows = await database<Row>(TABLE).distinct('rule');
    return rows.map(({ rule }) => rule);
  },

  /** Forgets every unit of some rules; gives how many records are gone. */
  async removeRules(rules: readonly string[]): Promise<number> {
    let removed = 0;
    for (const chunk of statementChunks(rules)) {
      removed += await database<Row>(TABLE).whereIn('rule', chunk).delete();
    }
    return removed;
  },

  /** Forgets what was written before an instant (ISO); gives how many. */
  async removeBefore(at: string): Promise<number> {
    return database<Row>(TABLE).where('written_at', '<', at).delete();
  },

  /** Records of one unit, by rule. */
  async records(
    key: MaterializedUnitKey,
  ): Promise<{ rule: string; variant: string; at: string }[]> {
    const rows = await database<Row>(TABLE)
      .where({ ...key })
      .orderBy('rule');
    return rows.map(({ rule, variant, written_at: at }) => ({
      rule,
      variant,
      at,
    }));
  },

  /** Forgets a unit, or all units; gives how many records are gone. */
  async remove(
    key: Partial<MaterializedUnitKey> &
      Pick<MaterializedUnitKey, 'materialization'>,
  ): Promise<number> {
    return database<Row>(TABLE)
      .where({ ...key })
      .delete();
  },
});
