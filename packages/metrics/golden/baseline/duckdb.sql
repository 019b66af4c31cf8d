WITH
"exposures" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    MIN(CAST('all' AS VARCHAR)) AS "variant",
    MIN(CAST("source"."event_time" AS TIMESTAMP)) AS "exposed_at",
    (MIN(CAST('all' AS VARCHAR)) <> MAX(CAST('all' AS VARCHAR))) AS "is_crossover"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-29') AND (CAST("source"."event_time" AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000') AND (CAST("source"."event_time" AS TIMESTAMP) < TIMESTAMP '2026-01-29 00:00:00.000') AND (NOT (CAST("source"."unit" AS VARCHAR) IS NULL)) AND (NOT (CAST('all' AS VARCHAR) IS NULL)))
  GROUP BY CAST("source"."unit" AS VARCHAR)
  HAVING ((MIN(CAST('all' AS VARCHAR)) <> MAX(CAST('all' AS VARCHAR))) OR (MIN(CAST('all' AS VARCHAR)) IN ('all')))
),
"units" AS (
  SELECT
    "unit" AS "unit",
    "variant" AS "variant",
    "exposed_at" AS "exposed_at",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    ("exposed_at" + to_microseconds(604800000000)) AS "after_604800s"
  FROM "exposures"
  WHERE (NOT "is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units",
    COUNT("exposed_at") FILTER (WHERE ("exposed_at" <= TIMESTAMP '2026-01-22 00:00:00.000')) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    CAST("source"."event_time" AS TIMESTAMP) AS "fact_at",
    1 AS "metric_1"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-29') AND (CAST("source"."event_time" AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000') AND (CAST("source"."event_time" AS TIMESTAMP) < TIMESTAMP '2026-01-29 00:00:00.000'))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    COUNT("facts"."metric_1") FILTER (WHERE ("facts"."fact_at" < "units"."after_604800s")) AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    COUNT(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-22 00:00:00.000') THEN CAST("metric_1" AS DOUBLE) END) AS "metric_1_n",
    FAVG(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-22 00:00:00.000') THEN CAST("metric_1" AS DOUBLE) END) AS "metric_1_mean",
    VAR_SAMP(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-22 00:00:00.000') THEN CAST("metric_1" AS DOUBLE) END) AS "metric_1_variance"
  FROM "unit_values_1"
  GROUP BY "variant", CAST("exposed_at" AS DATE)
),
"answers" AS (
  SELECT
    CAST('exposed' AS VARCHAR) AS "kind",
    CAST(NULL AS VARCHAR) AS "metric_id",
    CAST(NULL AS VARCHAR) AS "variant",
    CAST(NULL AS DATE) AS "exposure_date",
    CAST(COUNT(*) AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(MIN("exposed_at") AS TIMESTAMP) AS "first_at",
    CAST(MAX("exposed_at") AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "exposures"
  UNION ALL
  SELECT
    CAST('crossover' AS VARCHAR) AS "kind",
    CAST(NULL AS VARCHAR) AS "metric_id",
    CAST(NULL AS VARCHAR) AS "variant",
    CAST(NULL AS DATE) AS "exposure_date",
    CAST(COUNT(CASE WHEN "is_crossover" THEN 1 END) AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "exposures"
  UNION ALL
  SELECT
    CAST('traffic' AS VARCHAR) AS "kind",
    CAST(NULL AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("units" AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "traffic"
  UNION ALL
  SELECT
    CAST('moments' AS VARCHAR) AS "kind",
    CAST('views' AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("metric_1_n" AS BIGINT) AS "n",
    CAST("metric_1_mean" AS DOUBLE) AS "mean",
    CAST("metric_1_variance" AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('eligible' AS VARCHAR) AS "kind",
    CAST('views' AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("units_closed_604800s" AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "traffic"
  WHERE ("units_closed_604800s" > 0)
)
SELECT
  "kind" AS "kind",
  "metric_id" AS "metric_id",
  "variant" AS "variant",
  "exposure_date" AS "exposure_date",
  "n" AS "n",
  "mean" AS "mean",
  "variance" AS "variance",
  "first_at" AS "first_at",
  "last_at" AS "last_at",
  "dimension" AS "dimension",
  "dimension_value" AS "dimension_value",
  "left_index" AS "left_index",
  "right_index" AS "right_index"
FROM "answers"
ORDER BY "kind", "metric_id", "variant", "exposure_date", "dimension", "dimension_value", "left_index", "right_index"
