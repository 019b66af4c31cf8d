WITH
"exposures" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    MIN(CAST('all' AS VARCHAR)) AS "variant",
    MIN(CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6))) AS "exposed_at",
    (MIN(CAST('all' AS VARCHAR)) <> MAX(CAST('all' AS VARCHAR))) AS "is_crossover"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-29') AND (CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6)) >= CAST('2026-01-01 00:00:00.000' AS TIMESTAMP_NTZ(6))) AND (CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6)) < CAST('2026-01-29 00:00:00.000' AS TIMESTAMP_NTZ(6))) AND (NOT (CAST("source"."unit" AS VARCHAR) IS NULL)) AND (NOT (CAST('all' AS VARCHAR) IS NULL)))
  GROUP BY CAST("source"."unit" AS VARCHAR)
  HAVING ((MIN(CAST('all' AS VARCHAR)) <> MAX(CAST('all' AS VARCHAR))) OR (MIN(CAST('all' AS VARCHAR)) IN ('all')))
),
"exposed" AS (
  SELECT
    COUNT(*) AS "units",
    COUNT(CASE WHEN "is_crossover" THEN 1 END) AS "crossovers",
    MIN("exposed_at") AS "first_at",
    MAX("exposed_at") AS "last_at"
  FROM "exposures"
),
"units" AS (
  SELECT
    "exposures"."unit" AS "unit",
    "exposures"."variant" AS "variant",
    "exposures"."exposed_at" AS "exposed_at",
    CAST("exposures"."exposed_at" AS DATE) AS "exposure_date",
    DATEADD(microsecond, 604800000000, "exposures"."exposed_at") AS "after_604800s"
  FROM "exposures"
  WHERE (NOT "exposures"."is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units",
    COUNT(CASE WHEN ("exposed_at" <= CAST('2026-01-22 00:00:00.000' AS TIMESTAMP_NTZ(6))) THEN "exposed_at" END) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6)) AS "fact_at"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-29') AND (CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6)) >= CAST('2026-01-01 00:00:00.000' AS TIMESTAMP_NTZ(6))) AND (CAST(CONVERT_TIMEZONE('UTC', "source"."event_time") AS TIMESTAMP_NTZ(6)) < CAST('2026-01-29 00:00:00.000' AS TIMESTAMP_NTZ(6))))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    COUNT(CASE WHEN ("facts"."fact_at" < "units"."after_604800s") THEN 1 END) AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    CASE WHEN ("exposed_at" <= CAST('2026-01-22 00:00:00.000' AS TIMESTAMP_NTZ(6))) THEN CAST("metric_1" AS DOUBLE) END AS "metric_1"
  FROM "unit_values_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT("metric_1") AS "metric_1_n",
    AVG("metric_1") AS "metric_1_mean",
    VAR_SAMP("metric_1") AS "metric_1_variance"
  FROM "numbers_1"
  GROUP BY "variant", "exposure_date"
),
"answers" AS (
  SELECT
    "answer_parts"."part_kind" AS "kind",
    CAST(NULL AS VARCHAR) AS "metric_id",
    CAST(NULL AS VARCHAR) AS "variant",
    CAST(NULL AS DATE) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "crossovers" ELSE "units" END AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(CONVERT_TIMEZONE('UTC', CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "first_at" END) AS TIMESTAMP_NTZ(6)) AS "first_at",
    CAST(CONVERT_TIMEZONE('UTC', CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "last_at" END) AS TIMESTAMP_NTZ(6)) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "exposed"
  CROSS JOIN (
    SELECT
      CAST('exposed' AS VARCHAR) AS "part_kind",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('crossover' AS VARCHAR) AS "part_kind",
      1 AS "choice_1"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    "answer_parts"."part_kind" AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "units_closed_604800s" ELSE "units" END AS BIGINT) AS "n",
    CAST(NULL AS DOUBLE) AS "mean",
    CAST(NULL AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP_NTZ(6)) AS "first_at",
    CAST(NULL AS TIMESTAMP_NTZ(6)) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "traffic"
  CROSS JOIN (
    SELECT
      CAST('traffic' AS VARCHAR) AS "part_kind",
      CAST(NULL AS VARCHAR) AS "part_metric_id",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('eligible' AS VARCHAR) AS "part_kind",
      CAST('views' AS VARCHAR) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_1" = 0) OR (("answer_parts"."choice_1" = 1) AND ("units_closed_604800s" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS VARCHAR) AS "kind",
    CAST('views' AS VARCHAR) AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST("metric_1_n" AS BIGINT) AS "n",
    CAST("metric_1_mean" AS DOUBLE) AS "mean",
    CAST("metric_1_variance" AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP_NTZ(6)) AS "first_at",
    CAST(NULL AS TIMESTAMP_NTZ(6)) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
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
