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
  HAVING ((min("source"."variant") <> max("source"."variant")) OR (min("source"."variant") IN ('control', 'treatment')))
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
    addMicroseconds("exposures"."exposed_at", -1209600000000) AS "before_14d_0s",
    addMicroseconds("exposures"."exposed_at", -172800000000) AS "before_172800s"
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
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) AS "fact_at",
    "source"."value" AS "fact_1"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2025-12-18')) AND ("source"."date" <= toDate32('2026-01-10')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2025-12-18 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-01-10 00:00:00.000', 6, 'UTC')))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    sumOrNullIf(CAST("facts"."fact_1" AS Nullable(Float64)), ("facts"."fact_at" >= "units"."exposed_at")) AS "metric_1",
    sumOrNullIf(CAST("facts"."fact_1" AS Nullable(Float64)), (("facts"."fact_at" >= "units"."before_14d_0s") AND ("facts"."fact_at" < "units"."exposed_at"))) AS "metric_1_before",
    maxOrNullIf(CAST("facts"."fact_1" AS Nullable(Float64)), ("facts"."fact_at" >= "units"."exposed_at")) AS "metric_2",
    maxOrNullIf(CAST("facts"."fact_1" AS Nullable(Float64)), (("facts"."fact_at" >= "units"."before_172800s") AND ("facts"."fact_at" < "units"."exposed_at"))) AS "metric_2_before"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= LEAST("units"."before_14d_0s", "units"."before_172800s")))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"all_units_1" AS (
  SELECT
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    COALESCE(CAST("unit_values_1"."metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_1",
    CAST("unit_values_1"."metric_1_before" AS Nullable(Float64)) AS "metric_1_before",
    CAST("unit_values_1"."metric_2" AS Nullable(Float64)) AS "metric_2",
    CAST("unit_values_1"."metric_2_before" AS Nullable(Float64)) AS "metric_2_before"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"caps_1" AS (
  SELECT
    quantileExactInclusiveOrNull(0.99)(CASE WHEN (COALESCE(CAST("metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) <> CAST(0 AS Nullable(Float64))) THEN COALESCE(CAST("metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) END) AS "metric_1_cap"
  FROM "all_units_1"
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CASE WHEN (COALESCE(CAST("metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) > "metric_1_cap") THEN "metric_1_cap" ELSE COALESCE(CAST("metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) END AS "metric_1",
    COALESCE(CAST("metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_1_uncapped",
    "metric_1_cap" AS "metric_1_cap",
    CASE WHEN (COALESCE(CAST("metric_1_before" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) > "metric_1_cap") THEN "metric_1_cap" ELSE COALESCE(CAST("metric_1_before" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) END AS "metric_1_companion_1",
    CASE WHEN (CAST("metric_2" AS Nullable(Float64)) > CAST(500 AS Nullable(Float64))) THEN CAST(500 AS Nullable(Float64)) WHEN (CAST("metric_2" AS Nullable(Float64)) < CAST(0 AS Nullable(Float64))) THEN CAST(0 AS Nullable(Float64)) ELSE CAST("metric_2" AS Nullable(Float64)) END AS "metric_2",
    CAST("metric_2" AS Nullable(Float64)) AS "metric_2_uncapped",
    CASE WHEN (NOT ("metric_2" IS NULL)) THEN COALESCE(CASE WHEN (CAST("metric_2_before" AS Nullable(Float64)) > CAST(500 AS Nullable(Float64))) THEN CAST(500 AS Nullable(Float64)) WHEN (CAST("metric_2_before" AS Nullable(Float64)) < CAST(0 AS Nullable(Float64))) THEN CAST(0 AS Nullable(Float64)) ELSE CAST("metric_2_before" AS Nullable(Float64)) END, CAST(0 AS Nullable(Float64))) END AS "metric_2_companion_1",
    CASE WHEN (NOT ("metric_2" IS NULL)) THEN CASE WHEN (CAST("metric_2_before" AS Nullable(Float64)) IS NULL) THEN CAST(1 AS Nullable(Float64)) ELSE CAST(0 AS Nullable(Float64)) END END AS "metric_2_companion_2"
  FROM "all_units_1"
  CROSS JOIN "caps_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance",
    (sumKahan("metric_1_uncapped") / count("metric_1_uncapped")) AS "metric_1_uncapped_mean",
    if(count("metric_1_uncapped") > 1, varSampStable("metric_1_uncapped"), NULL) AS "metric_1_uncapped_variance",
    max("metric_1_cap") AS "metric_1_cap",
    (sumKahan("metric_1_companion_1") / count("metric_1_companion_1")) AS "metric_1_mean_1",
    if(countIf(("metric_1_companion_1" IS NOT NULL) AND ("metric_1" IS NOT NULL)) > 1, covarSampStable("metric_1_companion_1", "metric_1"), NULL) AS "metric_1_covariance_1_0",
    if(count("metric_1_companion_1") > 1, varSampStable("metric_1_companion_1"), NULL) AS "metric_1_covariance_1_1",
    count("metric_2") AS "metric_2_n",
    (sumKahan("metric_2") / count("metric_2")) AS "metric_2_mean",
    if(count("metric_2") > 1, varSampStable("metric_2"), NULL) AS "metric_2_variance",
    (sumKahan("metric_2_uncapped") / count("metric_2_uncapped")) AS "metric_2_uncapped_mean",
    if(count("metric_2_uncapped") > 1, varSampStable("metric_2_uncapped"), NULL) AS "metric_2_uncapped_variance",
    (sumKahan("metric_2_companion_1") / count("metric_2_companion_1")) AS "metric_2_mean_1",
    if(countIf(("metric_2_companion_1" IS NOT NULL) AND ("metric_2" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_1", "metric_2"), NULL) AS "metric_2_covariance_1_0",
    if(count("metric_2_companion_1") > 1, varSampStable("metric_2_companion_1"), NULL) AS "metric_2_covariance_1_1",
    (sumKahan("metric_2_companion_2") / count("metric_2_companion_2")) AS "metric_2_mean_2",
    if(countIf(("metric_2_companion_2" IS NOT NULL) AND ("metric_2" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_2", "metric_2"), NULL) AS "metric_2_covariance_2_0",
    if(countIf(("metric_2_companion_2" IS NOT NULL) AND ("metric_2_companion_1" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_2", "metric_2_companion_1"), NULL) AS "metric_2_covariance_2_1",
    if(count("metric_2_companion_2") > 1, varSampStable("metric_2_companion_2"), NULL) AS "metric_2_covariance_2_2"
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
    CAST('traffic' AS Nullable(String)) AS "kind",
    CAST(NULL AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("units" AS Nullable(Int64)) AS "n",
    CAST(NULL AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(NULL AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "traffic"
  UNION ALL
  SELECT
    "answer_parts"."part_kind" AS "kind",
    "answer_parts"."part_metric_id" AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_1_n" ELSE "metric_2_n" END AS Nullable(Int64)) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_2" = 1) THEN "metric_1_mean_1" WHEN ("answer_parts"."choice_2" = 2) THEN "metric_2_mean_1" WHEN ("answer_parts"."choice_2" = 3) THEN "metric_1_mean" WHEN ("answer_parts"."choice_2" = 4) THEN "metric_1_uncapped_mean" WHEN ("answer_parts"."choice_2" = 5) THEN "metric_1_cap" WHEN ("answer_parts"."choice_2" = 6) THEN "metric_2_mean" WHEN ("answer_parts"."choice_2" = 7) THEN "metric_2_uncapped_mean" ELSE "metric_2_mean_2" END AS Nullable(Float64)) AS "mean",
    CAST(CASE WHEN ("answer_parts"."choice_3" = 1) THEN "metric_1_uncapped_variance" WHEN ("answer_parts"."choice_3" = 2) THEN NULL WHEN ("answer_parts"."choice_3" = 3) THEN "metric_1_covariance_1_0" WHEN ("answer_parts"."choice_3" = 4) THEN "metric_1_covariance_1_1" WHEN ("answer_parts"."choice_3" = 5) THEN "metric_2_variance" WHEN ("answer_parts"."choice_3" = 6) THEN "metric_2_uncapped_variance" WHEN ("answer_parts"."choice_3" = 7) THEN "metric_2_covariance_1_0" WHEN ("answer_parts"."choice_3" = 8) THEN "metric_2_covariance_1_1" WHEN ("answer_parts"."choice_3" = 9) THEN "metric_2_covariance_2_0" WHEN ("answer_parts"."choice_3" = 10) THEN "metric_2_covariance_2_1" WHEN ("answer_parts"."choice_3" = 11) THEN "metric_2_covariance_2_2" ELSE "metric_1_variance" END AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    "answer_parts"."part_left_index" AS "left_index",
    "answer_parts"."part_right_index" AS "right_index"
  FROM "moments_1"
  CROSS JOIN (
    SELECT
      CAST('moments' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      3 AS "choice_2",
      0 AS "choice_3"
    UNION ALL
    SELECT
      CAST('uncapped' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      4 AS "choice_2",
      1 AS "choice_3"
    UNION ALL
    SELECT
      CAST('cap' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      5 AS "choice_2",
      2 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      1 AS "choice_2",
      3 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('revenue' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      1 AS "choice_2",
      4 AS "choice_3"
    UNION ALL
    SELECT
      CAST('moments' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      6 AS "choice_2",
      5 AS "choice_3"
    UNION ALL
    SELECT
      CAST('uncapped' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      7 AS "choice_2",
      6 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      2 AS "choice_2",
      7 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      2 AS "choice_2",
      8 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      9 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      10 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('largest' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(2 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      11 AS "choice_3"
  ) AS "answer_parts"
  WHERE ((("answer_parts"."choice_1" = 0) AND ("metric_2_n" > 0)) OR (("answer_parts"."choice_1" = 1) AND ("metric_1_n" > 0)))
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
