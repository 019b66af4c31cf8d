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
    ROW_NUMBER() OVER () AS "unit_number",
    "exposures"."unit" AS "unit",
    "exposures"."variant" AS "variant",
    "exposures"."exposed_at" AS "exposed_at",
    CAST("exposures"."exposed_at" AS DATE) AS "exposure_date",
    ("exposures"."exposed_at" + to_microseconds(604800000000)) AS "after_604800s"
  FROM "exposures"
  WHERE (NOT "exposures"."is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units",
    COUNT(CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000') THEN "exposed_at" END) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS VARCHAR) AS "unit",
    CAST("source"."event_time" AS TIMESTAMP) AS "fact_at",
    "source"."event" AS "fact_1",
    "source"."value" AS "fact_2"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-01-01') AND ("source"."date" <= DATE '2026-01-10') AND (CAST("source"."event_time" AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000') AND (CAST("source"."event_time" AS TIMESTAMP) < TIMESTAMP '2026-01-10 00:00:00.000') AND ("source"."event" = 'purchase'))
),
"unit_sums_1" AS (
  SELECT
    "units"."unit_number" AS "unit_number",
    COUNT(CASE WHEN (("facts"."fact_1" = 'purchase') AND ("facts"."fact_at" < "units"."after_604800s")) THEN 1 END) AS "metric_1",
    SUM(CASE WHEN ("facts"."fact_1" = 'purchase') THEN CAST("facts"."fact_2" AS DOUBLE) END) AS "metric_2"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit_number"
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    "unit_sums_1"."metric_1" AS "metric_1",
    "unit_sums_1"."metric_2" AS "metric_2"
  FROM "unit_sums_1"
  INNER JOIN "units"
    ON ("unit_sums_1"."unit_number" = "units"."unit_number")
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    CASE WHEN ("exposed_at" <= TIMESTAMP '2026-01-03 00:00:00.000') THEN CASE WHEN (CAST("metric_1" AS DOUBLE) >= 1) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS "metric_1",
    CAST("metric_2" AS DOUBLE) AS "metric_2"
  FROM "unit_values_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT("metric_1") AS "metric_1_n",
    FAVG("metric_1") AS "metric_1_mean",
    VAR_SAMP("metric_1") AS "metric_1_variance",
    COUNT("metric_2") AS "metric_2_n",
    FAVG("metric_2") AS "metric_2_mean",
    VAR_SAMP("metric_2") AS "metric_2_variance"
  FROM "numbers_1"
  GROUP BY "variant", "exposure_date"
),
"facts_2" AS (
  SELECT
    CAST("source"."userid" AS VARCHAR) AS "unit",
    "source"."rounds" AS "fact_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_sums_2" AS (
  SELECT
    "units"."unit_number" AS "unit_number",
    FAVG(CAST("facts"."fact_1" AS DOUBLE)) AS "metric_3"
  FROM "facts_2" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit_number"
),
"unit_values_2" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    "unit_sums_2"."metric_3" AS "metric_3"
  FROM "unit_sums_2"
  INNER JOIN "units"
    ON ("unit_sums_2"."unit_number" = "units"."unit_number")
),
"numbers_2" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS DATE) AS "exposure_date",
    CAST("metric_3" AS DOUBLE) AS "metric_3"
  FROM "unit_values_2"
),
"moments_2" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT("metric_3") AS "metric_3_n",
    FAVG("metric_3") AS "metric_3_mean",
    VAR_SAMP("metric_3") AS "metric_3_variance"
  FROM "numbers_2"
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
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "first_at" END AS TIMESTAMP) AS "first_at",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "last_at" END AS TIMESTAMP) AS "last_at",
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
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "traffic"
  CROSS JOIN (
    SELECT
      CAST('traffic' AS VARCHAR) AS "part_kind",
      CAST(NULL AS VARCHAR) AS "part_metric_id",
      0 AS "choice_1",
      0 AS "choice_2"
    UNION ALL
    SELECT
      CAST('eligible' AS VARCHAR) AS "part_kind",
      CAST('buyers' AS VARCHAR) AS "part_metric_id",
      1 AS "choice_1",
      1 AS "choice_2"
    UNION ALL
    SELECT
      CAST('eligible' AS VARCHAR) AS "part_kind",
      CAST('revenue' AS VARCHAR) AS "part_metric_id",
      0 AS "choice_1",
      2 AS "choice_2"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_2" = 0) OR (("answer_parts"."choice_2" = 1) AND ("units_closed_604800s" > 0)) OR (("answer_parts"."choice_2" = 2) AND ("units" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS VARCHAR) AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS VARCHAR) AS "variant",
    CAST("exposure_date" AS DATE) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_n" ELSE "metric_1_n" END AS BIGINT) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_mean" ELSE "metric_1_mean" END AS DOUBLE) AS "mean",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_variance" ELSE "metric_1_variance" END AS DOUBLE) AS "variance",
    CAST(NULL AS TIMESTAMP) AS "first_at",
    CAST(NULL AS TIMESTAMP) AS "last_at",
    CAST(NULL AS VARCHAR) AS "dimension",
    CAST(NULL AS VARCHAR) AS "dimension_value",
    CAST(NULL AS BIGINT) AS "left_index",
    CAST(NULL AS BIGINT) AS "right_index"
  FROM "moments_1"
  CROSS JOIN (
    SELECT
      CAST('buyers' AS VARCHAR) AS "part_metric_id",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('revenue' AS VARCHAR) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE ((("answer_parts"."choice_1" = 0) AND ("metric_1_n" > 0)) OR (("answer_parts"."choice_1" = 1) AND ("metric_2_n" > 0)))
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
