WITH
"exposures" AS (
  SELECT
    "source"."unit" AS "unit",
    MIN("source"."variant") AS "variant",
    MIN("source"."assigned_at") AS "exposed_at",
    (MIN("source"."variant") <> MAX("source"."variant")) AS "is_crossover"
  FROM "assignments" AS "source"
  WHERE (("source"."flag" = 'checkout') AND ("source"."rule" = 'rule-1') AND ("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-10') AND ("source"."assigned_at" >= TIMESTAMP '2026-01-01 00:00:00.000') AND ("source"."assigned_at" < TIMESTAMP '2026-01-10 00:00:00.000') AND (NOT ("source"."unit" IS NULL)) AND (NOT ("source"."variant" IS NULL)))
  GROUP BY "source"."unit"
  HAVING (((MIN("source"."variant") <> MAX("source"."variant")) OR (MIN("source"."variant") IN ('control', 'treatment'))) AND (MIN("source"."assigned_at") < TIMESTAMP '2026-01-08 00:00:00.000'))
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
    COUNT("exposed_at") FILTER (WHERE ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000')) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    CAST("source"."event_time" AS TIMESTAMP) AS "fact_at",
    CASE WHEN ("source"."event" = 'purchase') THEN 1 END AS "metric_1",
    CASE WHEN ("source"."event" = 'purchase') THEN CAST("source"."value" AS DOUBLE) END AS "metric_2"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-10') AND (CAST("source"."event_time" AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000') AND (CAST("source"."event_time" AS TIMESTAMP) < TIMESTAMP '2026-01-10 00:00:00.000') AND ("source"."event" = 'purchase'))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    COUNT("facts"."metric_1") FILTER (WHERE ("facts"."fact_at" < "units"."after_604800s")) AS "metric_1",
    SUM("facts"."metric_2") AS "metric_2"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    COUNT(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000') THEN CASE WHEN (CAST("metric_1" AS DOUBLE) >= 1) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END) AS "metric_1_n",
    FAVG(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000') THEN CASE WHEN (CAST("metric_1" AS DOUBLE) >= 1) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END) AS "metric_1_mean",
    VAR_SAMP(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000') THEN CASE WHEN (CAST("metric_1" AS DOUBLE) >= 1) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END) AS "metric_1_variance",
    COUNT(CAST("metric_2" AS DOUBLE)) AS "metric_2_n",
    FAVG(CAST("metric_2" AS DOUBLE)) AS "metric_2_mean",
    VAR_SAMP(CAST("metric_2" AS DOUBLE)) AS "metric_2_variance"
  FROM "unit_values_1"
  GROUP BY "variant", CAST("exposed_at" AS DATE)
),
"facts_2" AS (
  SELECT
    CAST("source"."userid" AS VARCHAR) AS "unit",
    CAST("source"."rounds" AS DOUBLE) AS "metric_3"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_values_2" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    FAVG("facts"."metric_3") AS "metric_3"
  FROM "facts_2" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"moments_2" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    COUNT(CAST("metric_3" AS DOUBLE)) AS "metric_3_n",
    FAVG(CAST("metric_3" AS DOUBLE)) AS "metric_3_mean",
    VAR_SAMP(CAST("metric_3" AS DOUBLE)) AS "metric_3_variance"
  FROM "unit_values_2"
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
    CAST('buyers' AS VARCHAR) AS "metric_id",
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
    CAST('buyers' AS VARCHAR) AS "metric_id",
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
  UNION ALL
  SELECT
    CAST('moments' AS VARCHAR) AS "kind",
    CAST('revenue' AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("metric_2_n" AS BIGINT) AS "n",
    CAST("metric_2_mean" AS DOUBLE) AS "mean",
    CAST("metric_2_variance" AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('eligible' AS VARCHAR) AS "kind",
    CAST('revenue' AS VARCHAR) AS "metric_id",
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
  WHERE ("units" > 0)
  UNION ALL
  SELECT
    CAST('moments' AS VARCHAR) AS "kind",
    CAST('rounds' AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("metric_3_n" AS BIGINT) AS "n",
    CAST("metric_3_mean" AS DOUBLE) AS "mean",
    CAST("metric_3_variance" AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "moments_2"
  WHERE ("metric_3_n" > 0)
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
