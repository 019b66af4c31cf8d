WITH
"exposures" AS (
  SELECT
    CAST("source"."userid" AS Nullable(String)) AS "unit",
    min(CAST("source"."gate" AS Nullable(String))) AS "variant",
    min(CAST("source"."joined_at" AS Nullable(DateTime64(6, 'UTC')))) AS "exposed_at",
    (min(CAST("source"."gate" AS Nullable(String))) <> max(CAST("source"."gate" AS Nullable(String)))) AS "is_crossover",
    COALESCE((sumKahan(CAST("source"."rounds_before" AS Nullable(Float64))) / count(CAST("source"."rounds_before" AS Nullable(Float64)))), CAST(0 AS Nullable(Float64))) AS "covariate_1",
    CASE WHEN ((sumKahan(CAST("source"."rounds_before" AS Nullable(Float64))) / count(CAST("source"."rounds_before" AS Nullable(Float64)))) IS NULL) THEN CAST(1 AS Nullable(Float64)) ELSE CAST(0 AS Nullable(Float64)) END AS "covariate_1_is_missing",
    COALESCE((sumKahan(CAST("source"."age" AS Nullable(Float64))) / count(CAST("source"."age" AS Nullable(Float64)))), CAST(0 AS Nullable(Float64))) AS "covariate_2",
    min(CAST("source"."country" AS Nullable(String))) AS "dimension_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
  WHERE ((NOT (CAST("source"."userid" AS Nullable(String)) IS NULL)) AND (NOT (CAST("source"."gate" AS Nullable(String)) IS NULL)))
  GROUP BY CAST("source"."userid" AS Nullable(String))
  HAVING ((min(CAST("source"."gate" AS Nullable(String))) <> max(CAST("source"."gate" AS Nullable(String)))) OR (min(CAST("source"."gate" AS Nullable(String))) IN ('control', 'treatment')))
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
    "exposures"."covariate_1" AS "covariate_1",
    "exposures"."covariate_1_is_missing" AS "covariate_1_is_missing",
    "exposures"."covariate_2" AS "covariate_2",
    "exposures"."dimension_1" AS "dimension_1"
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
    CAST("source"."userid" AS Nullable(String)) AS "unit",
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
    sum(CAST("facts"."fact_1" AS Nullable(Float64))) AS "metric_1",
    sum(CAST("facts"."fact_1" AS Nullable(Float64))) AS "metric_2",
    count(1) AS "metric_2_denominator"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON ("facts"."unit" = "units"."unit")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"all_units_1" AS (
  SELECT
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    "units"."covariate_1" AS "covariate_1",
    "units"."covariate_1_is_missing" AS "covariate_1_is_missing",
    "units"."covariate_2" AS "covariate_2",
    "units"."dimension_1" AS "dimension_1",
    COALESCE(CAST("unit_values_1"."metric_1" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_1",
    COALESCE(CAST("unit_values_1"."metric_2" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_2",
    COALESCE(CAST("unit_values_1"."metric_2_denominator" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_2_denominator"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    "dimension_1" AS "dimension_1",
    CAST("metric_1" AS Nullable(Float64)) AS "metric_1",
    "covariate_1" AS "metric_1_companion_1",
    "covariate_1_is_missing" AS "metric_1_companion_2",
    COALESCE(CAST("metric_2" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_2",
    COALESCE(CAST("metric_2_denominator" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_2_companion_1",
    "covariate_2" AS "metric_2_companion_2"
  FROM "all_units_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    "sides"."dimension_index" AS "dimension_index",
    CASE WHEN ("sides"."dimension_index" = 1) THEN "dimension_1" END AS "dimension_value",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance",
    (sumKahan("metric_1_companion_1") / count("metric_1_companion_1")) AS "metric_1_mean_1",
    if(countIf(("metric_1_companion_1" IS NOT NULL) AND ("metric_1" IS NOT NULL)) > 1, covarSampStable("metric_1_companion_1", "metric_1"), NULL) AS "metric_1_covariance_1_0",
    if(count("metric_1_companion_1") > 1, varSampStable("metric_1_companion_1"), NULL) AS "metric_1_covariance_1_1",
    (sumKahan("metric_1_companion_2") / count("metric_1_companion_2")) AS "metric_1_mean_2",
    if(countIf(("metric_1_companion_2" IS NOT NULL) AND ("metric_1" IS NOT NULL)) > 1, covarSampStable("metric_1_companion_2", "metric_1"), NULL) AS "metric_1_covariance_2_0",
    if(countIf(("metric_1_companion_2" IS NOT NULL) AND ("metric_1_companion_1" IS NOT NULL)) > 1, covarSampStable("metric_1_companion_2", "metric_1_companion_1"), NULL) AS "metric_1_covariance_2_1",
    if(count("metric_1_companion_2") > 1, varSampStable("metric_1_companion_2"), NULL) AS "metric_1_covariance_2_2",
    count("metric_2") AS "metric_2_n",
    (sumKahan("metric_2") / count("metric_2")) AS "metric_2_mean",
    if(count("metric_2") > 1, varSampStable("metric_2"), NULL) AS "metric_2_variance",
    (sumKahan("metric_2_companion_1") / count("metric_2_companion_1")) AS "metric_2_mean_1",
    if(countIf(("metric_2_companion_1" IS NOT NULL) AND ("metric_2" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_1", "metric_2"), NULL) AS "metric_2_covariance_1_0",
    if(count("metric_2_companion_1") > 1, varSampStable("metric_2_companion_1"), NULL) AS "metric_2_covariance_1_1",
    (sumKahan("metric_2_companion_2") / count("metric_2_companion_2")) AS "metric_2_mean_2",
    if(countIf(("metric_2_companion_2" IS NOT NULL) AND ("metric_2" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_2", "metric_2"), NULL) AS "metric_2_covariance_2_0",
    if(countIf(("metric_2_companion_2" IS NOT NULL) AND ("metric_2_companion_1" IS NOT NULL)) > 1, covarSampStable("metric_2_companion_2", "metric_2_companion_1"), NULL) AS "metric_2_covariance_2_1",
    if(count("metric_2_companion_2") > 1, varSampStable("metric_2_companion_2"), NULL) AS "metric_2_covariance_2_2"
  FROM "numbers_1"
  CROSS JOIN (
    SELECT
      0 AS "dimension_index"
    UNION ALL
    SELECT
      1 AS "dimension_index"
  ) AS "sides"
  GROUP BY "variant", "exposure_date", "sides"."dimension_index", CASE WHEN ("sides"."dimension_index" = 1) THEN "dimension_1" END
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
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "metric_2_n" ELSE "metric_1_n" END AS Nullable(Int64)) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_2" = 1) THEN "metric_2_mean_2" WHEN ("answer_parts"."choice_2" = 2) THEN "metric_1_mean_1" WHEN ("answer_parts"."choice_2" = 3) THEN "metric_2_mean_1" WHEN ("answer_parts"."choice_2" = 4) THEN "metric_1_mean" WHEN ("answer_parts"."choice_2" = 5) THEN "metric_2_mean" ELSE "metric_1_mean_2" END AS Nullable(Float64)) AS "mean",
    CAST(CASE WHEN ("answer_parts"."choice_3" = 1) THEN "metric_1_covariance_1_0" WHEN ("answer_parts"."choice_3" = 2) THEN "metric_1_covariance_1_1" WHEN ("answer_parts"."choice_3" = 3) THEN "metric_1_covariance_2_0" WHEN ("answer_parts"."choice_3" = 4) THEN "metric_1_covariance_2_1" WHEN ("answer_parts"."choice_3" = 5) THEN "metric_1_covariance_2_2" WHEN ("answer_parts"."choice_3" = 6) THEN "metric_2_variance" WHEN ("answer_parts"."choice_3" = 7) THEN "metric_2_covariance_1_0" WHEN ("answer_parts"."choice_3" = 8) THEN "metric_2_covariance_1_1" WHEN ("answer_parts"."choice_3" = 9) THEN "metric_2_covariance_2_0" WHEN ("answer_parts"."choice_3" = 10) THEN "metric_2_covariance_2_1" WHEN ("answer_parts"."choice_3" = 11) THEN "metric_2_covariance_2_2" ELSE "metric_1_variance" END AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(CASE WHEN ("dimension_index" = 1) THEN 'country' END AS Nullable(String)) AS "dimension",
    CAST("dimension_value" AS Nullable(String)) AS "dimension_value",
    "answer_parts"."part_left_index" AS "left_index",
    "answer_parts"."part_right_index" AS "right_index"
  FROM "moments_1"
  CROSS JOIN (
    SELECT
      CAST('moments' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      4 AS "choice_2",
      0 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      2 AS "choice_2",
      1 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      2 AS "choice_2",
      2 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      3 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      4 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(2 AS Nullable(Int64)) AS "part_right_index",
      0 AS "choice_1",
      0 AS "choice_2",
      5 AS "choice_3"
    UNION ALL
    SELECT
      CAST('moments' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(NULL AS Nullable(Int64)) AS "part_left_index",
      CAST(NULL AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      5 AS "choice_2",
      6 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      3 AS "choice_2",
      7 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      3 AS "choice_2",
      8 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(0 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      1 AS "choice_2",
      9 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(1 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      1 AS "choice_2",
      10 AS "choice_3"
    UNION ALL
    SELECT
      CAST('companion' AS Nullable(String)) AS "part_kind",
      CAST('rounds-per-day' AS Nullable(String)) AS "part_metric_id",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      CAST(2 AS Nullable(Int64)) AS "part_right_index",
      1 AS "choice_1",
      1 AS "choice_2",
      11 AS "choice_3"
  ) AS "answer_parts"
  WHERE ((("answer_parts"."choice_1" = 0) AND ("metric_1_n" > 0)) OR (("answer_parts"."choice_1" = 1) AND ("metric_2_n" > 0)))
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
