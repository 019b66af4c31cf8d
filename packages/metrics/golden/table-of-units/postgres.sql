WITH
"exposures" AS (
  SELECT
    CAST("source"."userid" AS text) AS "unit",
    MIN(CAST("source"."gate" AS text)) AS "variant",
    CAST(NULL AS timestamp) AS "exposed_at",
    (MIN(CAST("source"."gate" AS text)) <> MAX(CAST("source"."gate" AS text))) AS "is_crossover"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
  WHERE ((NOT (CAST("source"."userid" AS text) IS NULL)) AND (NOT (CAST("source"."gate" AS text) IS NULL)))
  GROUP BY CAST("source"."userid" AS text)
  HAVING ((MIN(CAST("source"."gate" AS text)) <> MAX(CAST("source"."gate" AS text))) OR (MIN(CAST("source"."gate" AS text)) IN ('control', 'treatment')))
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
    CAST("exposures"."exposed_at" AS date) AS "exposure_date"
  FROM "exposures"
  WHERE (NOT "exposures"."is_crossover")
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
    CAST("source"."userid" AS text) AS "unit",
    "source"."rounds" AS "fact_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    SUM(CAST("facts"."fact_1" AS double precision)) AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS date) AS "exposure_date",
    CAST("metric_1" AS double precision) AS "metric_1"
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
    CAST(NULL AS text) AS "metric_id",
    CAST(NULL AS text) AS "variant",
    CAST(NULL AS date) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "crossovers" ELSE "units" END AS bigint) AS "n",
    CAST(NULL AS double precision) AS "mean",
    CAST(NULL AS double precision) AS "variance",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "first_at" END AS timestamp) AS "first_at",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "last_at" END AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "exposed"
  CROSS JOIN (
    SELECT
      CAST('exposed' AS text) AS "part_kind",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('crossover' AS text) AS "part_kind",
      1 AS "choice_1"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    "answer_parts"."part_kind" AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("units" AS bigint) AS "n",
    CAST(NULL AS double precision) AS "mean",
    CAST(NULL AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "traffic"
  CROSS JOIN (
    SELECT
      CAST('traffic' AS text) AS "part_kind",
      CAST(NULL AS text) AS "part_metric_id",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('eligible' AS text) AS "part_kind",
      CAST('rounds' AS text) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_1" = 0) OR (("answer_parts"."choice_1" = 1) AND ("units" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean" AS double precision) AS "mean",
    CAST("metric_1_variance" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
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
