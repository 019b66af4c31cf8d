WITH
"exposures" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    min(CAST('all' AS Nullable(String))) AS "variant",
    min(CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC')))) AS "exposed_at",
    (min(CAST('all' AS Nullable(String))) <> max(CAST('all' AS Nullable(String)))) AS "is_crossover"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2026-01-01')) AND ("source"."date" <= toDate32('2026-01-29')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-01-01 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-01-29 00:00:00.000', 6, 'UTC')) AND (NOT (CAST("source"."unit" AS Nullable(String)) IS NULL)) AND (NOT (CAST('all' AS Nullable(String)) IS NULL)))
  GROUP BY CAST("source"."unit" AS Nullable(String))
  HAVING ((min(CAST('all' AS Nullable(String))) <> max(CAST('all' AS Nullable(String)))) OR (min(CAST('all' AS Nullable(String))) IN ('all')))
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
    countIf("exposed_at", ("exposed_at" <= toDateTime64('2026-01-22 00:00:00.000', 6, 'UTC'))) AS "units_closed_604800s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) AS "fact_at"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2026-01-01')) AND ("source"."date" <= toDate32('2026-01-29')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-01-01 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-01-29 00:00:00.000', 6, 'UTC')))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    countIf(1, ("facts"."fact_at" < "units"."after_604800s")) AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CASE WHEN ("exposed_at" <= toDateTime64('2026-01-22 00:00:00.000', 6, 'UTC')) THEN CAST("metric_1" AS Nullable(Float64)) END AS "metric_1"
  FROM "unit_values_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance"
  FROM "numbers_1"
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
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('eligible' AS Nullable(String)) AS "part_kind",
      CAST('views' AS Nullable(String)) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_1" = 0) OR (("answer_parts"."choice_1" = 1) AND ("units_closed_604800s" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS Nullable(String)) AS "kind",
    CAST('views' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("metric_1_n" AS Nullable(Int64)) AS "n",
    CAST("metric_1_mean" AS Nullable(Float64)) AS "mean",
    CAST("metric_1_variance" AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
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
