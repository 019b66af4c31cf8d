WITH
"exposures" AS (
  SELECT
    CAST("source"."userid" AS VARCHAR) AS "unit",
    MIN(CAST("source"."gate" AS VARCHAR)) AS "variant",
    CAST(NULL AS TIMESTAMP) AS "exposed_at",
    (MIN(CAST("source"."gate" AS VARCHAR)) <> MAX(CAST("source"."gate" AS VARCHAR))) AS "is_crossover"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
  WHERE ((NOT (CAST("source"."userid" AS VARCHAR) IS NULL)) AND (NOT (CAST("source"."gate" AS VARCHAR) IS NULL)))
  GROUP BY CAST("source"."userid" AS VARCHAR)
  HAVING ((MIN(CAST("source"."gate" AS VARCHAR)) <> MAX(CAST("source"."gate" AS VARCHAR))) OR (MIN(CAST("source"."gate" AS VARCHAR)) IN ('control', 'treatment')))
),
"units" AS (
  SELECT
    "unit" AS "unit",
    "variant" AS "variant",
    "exposed_at" AS "exposed_at",
    CAST("exposed_at" AS DATE) AS "exposure_date"
  FROM "exposures"
  WHERE (NOT "is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."userid" AS VARCHAR) AS "unit",
    CAST("source"."rounds" AS DOUBLE) AS "metric_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    SUM("facts"."metric_1") AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    COUNT(CAST("metric_1" AS DOUBLE)) AS "metric_1_n",
    FAVG(CAST("metric_1" AS DOUBLE)) AS "metric_1_mean",
    VAR_SAMP(CAST("metric_1" AS DOUBLE)) AS "metric_1_variance"
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
    CAST('rounds' AS VARCHAR) AS "metric_id",
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
    CAST('rounds' AS VARCHAR) AS "metric_id",
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
