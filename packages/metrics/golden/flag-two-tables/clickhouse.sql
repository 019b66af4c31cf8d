WITH
"exposures" AS (
  SELECT
    "source"."unit" AS "unit",
    min("source"."variant") AS "variant",
    min("source"."assigned_at") AS "exposed_at",
    (min("source"."variant") <> max("source"."variant")) AS "is_crossover"
  FROM "assignments" AS "source"
  WHERE (("source"."flag" = 'checkout') AND ("source"."rule" = 'rule-1') AND ("source"."date" >= toDate32('2026-01-01')) AND ("source"."date" <= toDate32('2026-01-10')) AND ("source"."assigned_at" >= toDateTime64('2026-01-01 00:00:00.000', 6, 'UTC')) AND ("source"."assigned_at" < toDateTime64('2026-01-10 00:00:00.000', 6, 'UTC')) AND (NOT ("source"."unit" IS NULL)) AND (NOT ("source"."variant" IS NULL)))
  GROUP BY "source"."unit"
  HAVING (((min("source"."variant") <> max("source"."variant")) OR (min("source"."variant") IN ('control', 'treatment'))) AND (min("source"."assigned_at") < toDateTime64('2026-01-08 00:00:00.000', 6, 'UTC')))
),
"exposed" AS (
  SELECT
    COUNT(*) AS "units",
    count(CASE WHEN "is_crossover" THEN 1 END) AS "crossovers",
    minOrNull("exposed_at") AS "first_at",
    maxOrNull("exposed_at") AS "last_at"
  FROM "exposures"
),
"units" AS (
  SELECT
    "exposures"."unit" AS "unit",
    "exposures"."variant" AS "variant",
    "exposures"."exposed_at" AS "exposed_at",
    CAST("exposures"."exposed_at" AS Nullable(Date32)) AS "exposure_date",
    addMicroseconds("exposures"."exposed_at", 604800000000) AS "after_604800s"
  FROM "exposures"
  WHERE (NOT "exposures"."is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units",
    countIf("exposed_at", ("exposed_at" <= toDateTime64('2026-01-03 00:00:00.000', 6, 'UTC'))) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) AS "fact_at",
    "source"."event" AS "fact_1",
    "source"."value" AS "fact_2"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2026-01-01')) AND ("source"."date" <= toDate32('2026-01-10')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-01-01 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-01-10 00:00:00.000', 6, 'UTC')) AND ("source"."event" = 'purchase'))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    countIf(1, (("facts"."fact_1" = 'purchase') AND ("facts"."fact_at" < "units"."after_604800s"))) AS "metric_1",
    sumOrNullIf(CAST("facts"."fact_2" AS Nullable(Float64)), ("facts"."fact_1" = 'purchase')) AS "metric_2"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CASE WHEN ("exposed_at" <= toDateTime64('2026-01-03 00:00:00.000', 6, 'UTC')) THEN CASE WHEN (CAST("metric_1" AS Nullable(Float64)) >= 1) THEN CAST(1 AS Nullable(Float64)) ELSE CAST(0 AS Nullable(Float64)) END END AS "metric_1",
    CAST("metric_2" AS Nullable(Float64)) AS "metric_2"
  FROM "unit_values_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance",
    count("metric_2") AS "metric_2_n",
    (sumKahan("metric_2") / count("metric_2")) AS "metric_2_mean",
    if(count("metric_2") > 1, varSampStable("metric_2"), NULL) AS "metric_2_variance"
  FROM "numbers_1"
  GROUP BY "variant", "exposure_date"
),
"facts_2" AS (
  SELECT
    CAST("source"."userid" AS Nullable(String)) AS "unit",
    "source"."rounds" AS "fact_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_values_2" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    (sumKahan(CAST("facts"."fact_1" AS Nullable(Float64))) / count(CAST("facts"."fact_1" AS Nullable(Float64)))) AS "metric_3"
  FROM "facts_2" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"numbers_2" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CAST("metric_3" AS Nullable(Float64)) AS "metric_3"
  FROM "unit_values_2"
),
"moments_2" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    count("metric_3") AS "metric_3_n",
    (sumKahan("metric_3") / count("metric_3")) AS "metric_3_mean",
    if(count("metric_3") > 1, varSampStable("metric_3"), NULL) AS "metric_3_variance"
  FROM "numbers_2"
  GROUP BY "variant", "exposure_date"
),
"answers" AS (
  SELECT
    "answer_parts"."part_kind" AS "kind",
    CAST(NULL AS Nullable(String)) AS "metric_id",
    CAST(NULL AS Nullable(String)) AS "variant",
    CAST(NULL AS Nullable(Date32)) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "crossovers" ELSE "units" END AS Nullable(Int64)) AS "n",
    CAST(NULL AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "first_at" END AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "last_at" END AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "exposed"
  CROSS JOIN (
    SELECT
      CAST('exposed' AS Nullable(String)) AS "part_kind",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('crossover' AS Nullable(String)) AS "part_kind",
      1 AS "choice_1"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    "answer_parts"."part_kind" AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "units_closed_604800s" ELSE "units" END AS Nullable(Int64)) AS "n",
    CAST(NULL AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "traffic"
  CROSS JOIN (
    SELECT
      CAST('traffic' AS Nullable(String)) AS "part_kind",
      CAST(NULL AS Nullable(String)) AS "part_metric_id",
      0 AS "choice_1",
      0 AS "choice_2"
    UNION ALL
    SELECT
      CAST('eligible' AS Nullable(String)) AS "part_kind",
      CAST('buyers' AS Nullable(String)) AS "part_metric_id",
      1 AS "choice_1",
      1 AS "choice_2"
    UNION ALL
    SELECT
      CAST('eligible' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      0 AS "choice_1",
      2 AS "choice_2"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_2" = 0) OR (("answer_parts"."choice_2" = 1) AND ("units_closed_604800s" > 0)) OR (("answer_parts"."choice_2" = 2) AND ("units" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS Nullable(String)) AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_n" ELSE "metric_1_n" END AS Nullable(Int64)) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_mean" ELSE "metric_1_mean" END AS Nullable(Float64)) AS "mean",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_variance" ELSE "metric_1_variance" END AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "moments_1"
  CROSS JOIN (
    SELECT
      CAST('buyers' AS Nullable(String)) AS "part_metric_id",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE ((("answer_parts"."choice_1" = 0) AND ("metric_1_n" > 0)) OR (("answer_parts"."choice_1" = 1) AND ("metric_2_n" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS Nullable(String)) AS "kind",
    CAST('rounds' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("metric_3_n" AS Nullable(Int64)) AS "n",
    CAST("metric_3_mean" AS Nullable(Float64)) AS "mean",
    CAST("metric_3_variance" AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
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
