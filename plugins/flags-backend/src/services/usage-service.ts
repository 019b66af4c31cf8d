import type {
  CodeReferencesInput,
  ContextField,
  EdgeReport,
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagUsage,
  ScannedRepository,
  Staleness,
} from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { stalenessOf } from '../rules/staleness';
import type { StalenessFacts } from '../rules/staleness';
import { createStores } from '../stores/stores';
import type { CountedField, VariantDays } from '../stores/usage-store';
import type { FlagDependencies } from './flag-service';
import { notFound } from './refusals';

const DAY_MS = 86_400_000;
/** Counts are kept long enough to compare with the year before. */
const KEEP_USAGE_DAYS = 400;
/** A report that is sent again comes within minutes. */
const KEEP_REPORTS_DAYS = 2;

export type UsageDependencies = FlagDependencies & {
  readonly database: Knex;
  /** See `etude.flags.staleAfterDays` in the configuration. */
  readonly staleAfterDays: number;
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const contextField = (path: string, counted: readonly CountedField[]) => {
  const entries = counted.filter(field => field.path === path);
  const kinds = new Map<string, number>();
  for (const { kind, count } of entries) {
    if (kind !== null) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  const [kind] =
    [...kinds].find(([, count]) => count * 2 > total) ?? ([null] as const);
  return {
    path,
    types: [...new Set(entries.map(({ type }) => type))],
    kind,
    count: total,
    lastSeenAt: entries.reduce(
      (latest, { lastSeenAt }) => (lastSeenAt > latest ? lastSeenAt : latest),
      '',
    ),
  };
};

/** The one variant of the latest evaluations, and the first day of only it. */
const onlyVariantOf = (days: readonly VariantDays[]) => {
  const [latest, ...others] = days.toSorted((a, b) =>
    a.last < b.last ? 1 : -1,
  );
  if (!latest) return undefined;
  const [other] = others;
  if (!other || other.last < latest.first) {
    return { variant: latest.variant, since: latest.first };
  }
  return other.last === latest.last
    ? undefined
    : {
        variant: latest.variant,
        since: dayOf(Date.parse(other.last) + DAY_MS),
      };
};

const usageReads = (deps: UsageDependencies) => {
  const { stores, clock } = deps;
  const fromDay = (days: number) =>
    dayOf(clock.now().getTime() - (days - 1) * DAY_MS);

  /** What is known of the staleness of some flags. */
  const factsOf = async (
    flags: readonly FlagRecord[],
  ): Promise<StalenessFacts[]> => {
    const ids = flags.map(({ id }) => id);
    const { staleAfterDays } = deps;
    const lastDays = await stores.usage.lastDays(ids);
    const variants = Map.groupBy(
      await stores.usage.variantDays(ids, fromDay(2 * staleAfterDays + 1)),
      ({ flagId }) => flagId,
    );
    const reportedSince = await stores.usage.firstDay();
    return flags.map(flag => ({
      flag,
      now: clock.now(),
      afterDays: staleAfterDays,
      reportedSince,
      lastDay: lastDays.get(flag.id) ?? null,
      onlyVariant: onlyVariantOf(variants.get(flag.id) ?? []),
      changedAt: flag.updatedAt,
    }));
  };

  return {
    /** Evaluations of the last `days` days (UTC), today included. */
    async usage(flagId: string, days: number): Promise<FlagUsage> {
      const from = fromDay(days);
      return {
        from,
        to: dayOf(clock.now().getTime()),
        reportedSince: await stores.usage.firstDay(),
        evaluations: await stores.usage.evaluations(flagId, from),
      };
    },

    /** Fields of the contexts of one client, or of all, by path. */
    async contextSchema(clientId?: string): Promise<ContextField[]> {
      const counted = await stores.usage.fields(clientId);
      const paths = [...new Set(counted.map(({ path }) => path))];
      return paths.map(path => contextField(path, counted));
    },

    /** Whether a flag seems to be left over, and why. */
    async staleness(flag: FlagRecord): Promise<Staleness> {
      const [facts] = await factsOf([flag]);
      if (!facts) throw notFound('flag', flag.id);
      return stalenessOf(facts, await stores.codeReferences.list(flag.id));
    },

    /** One page of the matching flags that are not fresh. */
    async listStale({
      limit,
      offset,
      ...filter
    }: FlagQuery): Promise<FlagList> {
      const { items } = await stores.flags.query({
        ...filter,
        limit: Number.MAX_SAFE_INTEGER,
        offset: 0,
      });
      const stale = (await factsOf(items))
        .map(facts => ({
          ...facts.flag,
          staleness: stalenessOf(facts, []).state,
        }))
        .filter(({ staleness }) => staleness !== 'fresh');
      return {
        items: stale.slice(offset, offset + limit),
        totalItems: stale.length,
      };
    },
  };
};

/** Use cases of what edges and scans report. */
export type UsageService = ReturnType<typeof createUsageService>;

/** Use cases of what edges and scans report. */
export const createUsageService = (deps: UsageDependencies) => ({
  ...usageReads(deps),

  /** Adds the counts of a report; false when it was counted before. */
  async report(report: EdgeReport): Promise<boolean> {
    return deps.database.transaction(async transaction => {
      const { usage } = createStores(transaction);
      if (!(await usage.claim(report))) return false;
      await usage.add(report);
      return true;
    });
  },

  /** Where code names a flag, by repository. */
  async codeReferences(flagId: string): Promise<ScannedRepository[]> {
    return deps.stores.codeReferences.list(flagId);
  },

  /** Replaces what is known of one repository. */
  async putCodeReferences(
    flagId: string,
    input: CodeReferencesInput,
    by: string,
  ): Promise<ScannedRepository> {
    const scan = {
      ...input,
      scannedAt: deps.clock.now().toISOString(),
      scannedBy: by,
    };
    await deps.stores.codeReferences.put(flagId, scan);
    return scan;
  },

  /** Forgets counts that nothing shows any more. */
  async prune(): Promise<void> {
    const nowMs = deps.clock.now().getTime();
    await deps.stores.usage.prune({
      reportsAt: new Date(nowMs - KEEP_REPORTS_DAYS * DAY_MS).toISOString(),
      usageDay: dayOf(nowMs - KEEP_USAGE_DAYS * DAY_MS),
    });
  },
});
