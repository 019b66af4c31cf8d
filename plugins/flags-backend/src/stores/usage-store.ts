import type {
  ContextType,
  EdgeReport,
  FlagUsage,
} from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { statementChunks } from './statement-chunks';

type UsageRow = {
  flag_id: string;
  day: string;
  client_id: string;
  variant: string;
  rule: string;
  reason: string;
  count: number | string;
};

type FieldRow = {
  client_id: string;
  path: string;
  type: ContextType;
  kind: string;
  count: number | string;
  last_seen_at: string;
};

/** A field of contexts as counted: one entry per client, type and kind. */
export type CountedField = {
  readonly path: string;
  readonly type: ContextType;
  readonly kind: string | null;
  readonly count: number;
  readonly lastSeenAt: string;
};

/** What is known of one flag's evaluations on one day. */
export type UsageDay = FlagUsage['evaluations'][number];

/** On which days units got one variant (null for none) of one flag. */
export type VariantDays = {
  readonly flagId: string;
  readonly variant: string | null;
  readonly first: string;
  readonly last: string;
};

const USAGE_KEY = ['flag_id', 'day', 'client_id', 'variant', 'rule', 'reason'];
const FIELD_KEY = ['client_id', 'path', 'type', 'kind'];
/** Of one client; real contexts have tens. */
const MAX_FIELDS = 5000;

/** Sums the counts of entries that are stored as one row. */
const merged = <T extends { count: number }>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): T[] => {
  const byKey = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = byKey.get(key);
    if (known) known.count += row.count;
    else byKey.set(key, { ...row });
  }
  return [...byKey.values()];
};

const usageRows = ({ evaluations }: EdgeReport, day: string) =>
  merged(
    evaluations.map(entry => ({
      flag_id: entry.flag,
      day,
      client_id: entry.client,
      variant: entry.variant ?? '',
      rule: entry.rule ?? '',
      reason: entry.reason,
      count: entry.count,
    })),
    row => JSON.stringify({ ...row, count: 0 }),
  );

const fieldRows = ({ contextFields }: EdgeReport, lastSeenAt: string) =>
  merged(
    contextFields.map(entry => ({
      client_id: entry.client,
      path: entry.path,
      type: entry.type,
      kind: entry.kind ?? '',
      count: entry.count,
      last_seen_at: lastSeenAt,
    })),
    row => JSON.stringify({ ...row, count: 0 }),
  );

const usageOf = (row: UsageRow): UsageDay => ({
  day: row.day,
  client: row.client_id,
  variant: row.variant === '' ? null : row.variant,
  rule: row.rule === '' ? null : row.rule,
  reason: row.reason,
  count: Number(row.count),
});

/**
 * The rows of clients that have few fields, and of the others those that are
 * counted already: contexts with ever new keys must not fill the table.
 */
const knownFields = async (
  database: Knex,
  rows: ReturnType<typeof fieldRows>,
): Promise<ReturnType<typeof fieldRows>> => {
  const keyOf = (row: Pick<FieldRow, 'client_id' | 'kind' | 'path' | 'type'>) =>
    JSON.stringify([row.client_id, row.path, row.type, row.kind]);
  const clients = [...new Set(rows.map(row => row.client_id))];
  const stored = await database<FieldRow>('context_fields')
    .whereIn('client_id', clients)
    .select('client_id', 'path', 'type', 'kind');
  const known = new Set(stored.map(keyOf));
  const room = new Map(
    clients.map(id => [
      id,
      MAX_FIELDS - stored.filter(row => row.client_id === id).length,
    ]),
  );
  return rows.filter(row => {
    if (known.has(keyOf(row))) return true;
    const left = room.get(row.client_id) ?? 0;
    room.set(row.client_id, left - 1);
    return left > 0;
  });
};

const usageWrites = (database: Knex) => ({
  /**
   * Notes that a report was received; false if it was before. To be called
   * in one transaction with {@link UsageStore.add}.
   */
  async claim({ edge, from }: Pick<EdgeReport, 'edge' | 'from'>) {
    const inserted = await database('edge_reports')
      .insert({ edge, from_at: new Date(from).toISOString() })
      .onConflict(['edge', 'from_at'])
      .ignore()
      .returning('edge');
    return inserted.length > 0;
  },

  /** Adds the counts of a report to the day (UTC) of its end. */
  async add(report: EdgeReport): Promise<void> {
    const to = new Date(report.to).toISOString();
    for (const rows of statementChunks(usageRows(report, to.slice(0, 10)))) {
      await database('flag_usage')
        .insert(rows)
        .onConflict(USAGE_KEY)
        .merge({ count: database.raw('flag_usage.count + excluded.count') });
    }
    const fields = await knownFields(database, fieldRows(report, to));
    for (const rows of statementChunks(fields)) {
      await database('context_fields')
        .insert(rows)
        .onConflict(FIELD_KEY)
        .merge({
          count: database.raw('context_fields.count + excluded.count'),
          last_seen_at: to,
        });
    }
  },

  /** Forgets which reports came before an ISO time, and usage before a day. */
  async prune(before: {
    readonly reportsAt: string;
    readonly usageDay: string;
  }) {
    await database('edge_reports')
      .where('from_at', '<', before.reportsAt)
      .delete();
    await database('flag_usage').where('day', '<', before.usageDay).delete();
  },
});

const usageReads = (database: Knex) => ({
  /** Evaluations of a flag from a day on, by day. */
  async evaluations(flagId: string, fromDay: string): Promise<UsageDay[]> {
    const rows = await database<UsageRow>('flag_usage')
      .where({ flag_id: flagId })
      .andWhere('day', '>=', fromDay)
      .orderBy(USAGE_KEY);
    return rows.map(usageOf);
  },

  /** Day of the first report of any edge, or null. */
  async firstDay(): Promise<string | null> {
    const row = await database<UsageRow>('flag_usage')
      .min<{ day: string | null }[]>({ day: 'day' })
      .first();
    return row?.day ?? null;
  },

  /** The last day of each of these flags that was evaluated at all. */
  async lastDays(flagIds: readonly string[]): Promise<Map<string, string>> {
    const days = new Map<string, string>();
    for (const ids of statementChunks(flagIds)) {
      const rows = await database<UsageRow>('flag_usage')
        .whereIn('flag_id', ids)
        .groupBy('flag_id')
        .select('flag_id')
        .max<{ flag_id: string; day: string }[]>({ day: 'day' });
      for (const row of rows) days.set(row.flag_id, row.day);
    }
    return days;
  },

  /** First and last day, from a day on, of every variant of these flags. */
  async variantDays(
    flagIds: readonly string[],
    fromDay: string,
  ): Promise<VariantDays[]> {
    const found: VariantDays[] = [];
    for (const ids of statementChunks(flagIds)) {
      const rows = await database<UsageRow>('flag_usage')
        .whereIn('flag_id', ids)
        .andWhere('day', '>=', fromDay)
        .groupBy('flag_id', 'variant')
        .select('flag_id', 'variant')
        .min({ first: 'day' })
        .max<
          { flag_id: string; variant: string; first: string; last: string }[]
        >({ last: 'day' });
      found.push(
        ...rows.map(({ flag_id: flagId, variant, first, last }) => ({
          flagId,
          variant: variant === '' ? null : variant,
          first,
          last,
        })),
      );
    }
    return found;
  },

  /** Fields of the contexts of one client, or of all, by path. */
  async fields(clientId?: string): Promise<CountedField[]> {
    const rows = await database<FieldRow>('context_fields')
      .where(builder => {
        if (clientId !== undefined) builder.andWhere('client_id', clientId);
      })
      .orderBy(['path', 'type', 'kind']);
    return rows.map(row => ({
      path: row.path,
      type: row.type,
      kind: row.kind === '' ? null : row.kind,
      count: Number(row.count),
      lastSeenAt: row.last_seen_at,
    }));
  },
});

/** What edges counted, in the database. */
export type UsageStore = ReturnType<typeof createUsageStore>;

/** What edges counted, as `database` (or a transaction) holds it. */
export const createUsageStore = (database: Knex) => ({
  ...usageWrites(database),
  ...usageReads(database),
});
