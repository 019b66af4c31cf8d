import type { QuantileRow } from '@etude/analysis';
import type { FactSource } from '@etude/metrics';
import { binomialQuantile } from '@etude/stats';
import type { WarehouseDriver, WarehouseRow } from '@etude/warehouse';
import { quoted } from './input-table';
import { relationOf, rowsOfWholeClusters } from './table-source';
import type { TableExperiment, TypedMetric } from './table-experiment';

/** Quantiles by metric and variant, with the queries that told them. */
type TableQuantiles = {
  readonly rows: readonly QuantileRow[];
  readonly sql: readonly string[];
};

// Each bound leaves this much on its side: together they hold with 95 %.
const BOUND_TAIL = 0.025;

type Ranks = readonly [lower: number, upper: number];

/**
 * Ranks, counted from 1, of the order statistics that bound a quantile: the
 * quantiles of Binomial(n + 1, q). Source: Schultzberg & Ankargren 2022,
 * arXiv 2202.10992.
 */
const boundRanks = (n: number, quantile: number): Ranks => {
  const rank = (p: number): number =>
    Math.min(Math.max(binomialQuantile(p, n + 1, quantile), 1), n);
  return [rank(BOUND_TAIL), rank(1 - BOUND_TAIL)];
};

type QuantileMetric = TypedMetric['metric'] & {
  readonly quantile: NonNullable<TypedMetric['metric']['quantile']>;
};

const valuesSql = (
  { quantile }: QuantileMetric,
  experiment: TableExperiment,
  source: FactSource,
): string => {
  const { variantColumn, clusterColumn } = experiment;
  const columns = `CAST(${quoted(variantColumn)} AS VARCHAR) AS "variant", CAST(${quoted(quantile.column)} AS DOUBLE) AS "value"`;
  return clusterColumn === null
    ? `SELECT ${columns} FROM ${relationOf(source)}`
    : `SELECT ${columns}, ${quoted(clusterColumn)} AS "cluster" FROM ${relationOf(rowsOfWholeClusters(experiment, clusterColumn, source))}`;
};

/** Members at or below the quantile of their variant, cluster by cluster. */
const clustersSql = (values: string, probability: number): string =>
  `WITH "values" AS (${values}), "estimates" AS (SELECT "variant", quantile_cont("value", ${probability}) AS "estimate" FROM "values" GROUP BY "variant"), "clusters" AS (SELECT "values"."variant" AS "variant", COUNT(*) AS "members", COUNT(*) FILTER (WHERE "value" <= "estimate") AS "below" FROM "values" JOIN "estimates" ON "values"."variant" = "estimates"."variant" GROUP BY "values"."variant", "cluster") SELECT "variant", COUNT(*) AS "clusters", AVG("below") AS "mean_below", AVG("members") AS "mean_members", VAR_SAMP("below") AS "variance_below", VAR_SAMP("members") AS "variance_members", COVAR_SAMP("below", "members") AS "covariance" FROM "clusters" GROUP BY "variant" ORDER BY "variant"`;

type Events = NonNullable<QuantileRow['events']>;

const eventsOf = (row: WarehouseRow): Events => ({
  units: Number(row['clusters']),
  meanBelow: Number(row['mean_below']),
  meanEvents: Number(row['mean_members']),
  // One cluster has no variance, which the analysis refuses by name.
  varianceBelow: Number(row['variance_below'] ?? Number.NaN),
  varianceEvents: Number(row['variance_members'] ?? Number.NaN),
  covariance: Number(row['covariance'] ?? Number.NaN),
});

/** The rows with what clusters do to their spread. */
const withClusters = async (
  driver: WarehouseDriver,
  { rows, sql }: TableQuantiles,
  clusters: string,
): Promise<TableQuantiles> => {
  const events = new Map(
    (await driver.query(clusters)).rows.map(row => [
      String(row['variant']),
      eventsOf(row),
    ]),
  );
  return {
    rows: rows.map(row => {
      const own = events.get(row.variant);
      return own === undefined ? row : { ...row, events: own };
    }),
    sql: [...sql, clusters],
  };
};

/** One quantile in every variant: type 7, with the ranks of its bounds. */
const quantileOf = async (
  driver: WarehouseDriver,
  { metricId, quantile }: QuantileMetric,
  values: string,
): Promise<TableQuantiles> => {
  const { probability } = quantile;
  const estimates = `SELECT "variant", COUNT(*) AS "n", quantile_cont("value", ${probability}) AS "value" FROM (${values}) AS "values" GROUP BY "variant" ORDER BY "variant"`;
  const found = (await driver.query(estimates)).rows.map(row => ({
    variant: String(row['variant']),
    n: Number(row['n']),
    value: Number(row['value']),
    ranks: boundRanks(Number(row['n']), probability),
  }));
  if (found.length === 0) return { rows: [], sql: [estimates] };
  const ranks = new Set(found.flatMap(one => one.ranks));
  const bounds = `SELECT "variant", "rank", "value" FROM (SELECT "variant", "value", ROW_NUMBER() OVER (PARTITION BY "variant" ORDER BY "value") AS "rank" FROM (${values}) AS "values") AS "ranked" WHERE "rank" IN (${[...ranks].join(', ')}) ORDER BY "variant", "rank"`;
  const valueAt = new Map(
    (await driver.query(bounds)).rows.map(row => [
      `${Number(row['rank'])} ${String(row['variant'])}`,
      Number(row['value']),
    ]),
  );
  return {
    rows: found.map(({ variant, n, value, ranks: [lower, upper] }) => ({
      metricId,
      variant,
      n,
      value,
      lower: valueAt.get(`${lower} ${variant}`) ?? Number.NaN,
      upper: valueAt.get(`${upper} ${variant}`) ?? Number.NaN,
    })),
    sql: [estimates, bounds],
  };
};

/**
 * The quantiles that metrics ask for, over the rows of a source with one row
 * per unit or member: each with the order statistics that bound it with 95 %,
 * from which the analysis reads its spread, and with clusters the counts that
 * tell how much wider they make it.
 */
export const tableQuantiles = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  source: FactSource,
): Promise<TableQuantiles> => {
  const rows: QuantileRow[] = [];
  const sql: string[] = [];
  for (const { metric } of experiment.metrics) {
    const { quantile } = metric;
    if (quantile === undefined) continue;
    const asked = { ...metric, quantile };
    const values = valuesSql(asked, experiment, source);
    const alone = await quantileOf(driver, asked, values);
    const found =
      experiment.clusterColumn === null
        ? alone
        : await withClusters(
            driver,
            alone,
            clustersSql(values, quantile.probability),
          );
    rows.push(...found.rows);
    sql.push(...found.sql);
  }
  return { rows, sql };
};
