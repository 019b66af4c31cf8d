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
    "source"."value" AS "fact_1",
    "source"."event" AS "fact_2"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2026-01-01')) AND ("source"."date" <= toDate32('2026-01-10')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-01-01 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-01-10 00:00:00.000', 6, 'UTC')))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    countIf(1, ("facts"."fact_2" = 'purchase')) AS "metric_3"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"all_units_1" AS (
  SELECT
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    COALESCE(CAST("unit_values_1"."metric_3" AS Nullable(Float64)), CAST(0 AS Nullable(Float64))) AS "metric_3"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CAST("metric_3" AS Nullable(Float64)) AS "metric_3"
  FROM "all_units_1"
),
"metric_2_values" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    CAST("facts"."fact_1" AS Nullable(Float64)) AS "value"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  WHERE (NOT (CAST("facts"."fact_1" AS Nullable(Float64)) IS NULL))
),
"metric_2_estimates" AS (
  SELECT
    "variant" AS "variant",
    CAST(count("value") AS Nullable(Float64)) AS "n",
    quantileExactInclusiveOrNull(0.5)("value") AS "estimate"
  FROM "metric_2_values"
  GROUP BY "variant"
),
"metric_2_ranked" AS (
  SELECT
    "metric_2_values"."unit" AS "unit",
    "metric_2_values"."variant" AS "variant",
    "metric_2_values"."value" AS "value",
    "metric_2_estimates"."n" AS "n",
    "metric_2_estimates"."estimate" AS "estimate",
    CAST(ROW_NUMBER() OVER (PARTITION BY "metric_2_values"."variant" ORDER BY "metric_2_values"."value") AS Nullable(Float64)) AS "rank"
  FROM "metric_2_values"
  INNER JOIN "metric_2_estimates"
    ON ("metric_2_values"."variant" = "metric_2_estimates"."variant")
),
"metric_2_clusters" AS (
  SELECT
    "variant" AS "variant",
    count("value") AS "cluster_events",
    count(CASE WHEN ("value" <= "estimate") THEN "value" END) AS "cluster_below",
    min("n") AS "cluster_n",
    min("estimate") AS "cluster_estimate",
    max(CASE WHEN ((((("n" * CAST(5e-1 AS Nullable(Float64))) - "rank") * (("n" * CAST(5e-1 AS Nullable(Float64))) - "rank")) >= ("n" * CAST(9.60364705173531e-1 AS Nullable(Float64)))) AND ("rank" <= ("n" * CAST(5e-1 AS Nullable(Float64))))) THEN "value" END) AS "cluster_below_bound",
    min(CASE WHEN ((((("n" * CAST(5e-1 AS Nullable(Float64))) - "rank") * (("n" * CAST(5e-1 AS Nullable(Float64))) - "rank")) >= ("n" * CAST(9.60364705173531e-1 AS Nullable(Float64)))) AND ("rank" >= ("n" * CAST(5e-1 AS Nullable(Float64))))) THEN "value" END) AS "cluster_above_bound",
    min("value") AS "cluster_least_value",
    max("value") AS "cluster_greatest_value"
  FROM "metric_2_ranked"
  GROUP BY "variant", "unit"
),
"metric_2_bounds" AS (
  SELECT
    "variant" AS "variant",
    min("cluster_n") AS "n",
    min("cluster_estimate") AS "estimate",
    COALESCE(max("cluster_below_bound"), min("cluster_least_value")) AS "lower_bound",
    COALESCE(min("cluster_above_bound"), max("cluster_greatest_value")) AS "upper_bound",
    COUNT(*) AS "units",
    (sumKahan(CAST("cluster_below" AS Nullable(Float64))) / count(CAST("cluster_below" AS Nullable(Float64)))) AS "mean_below",
    (sumKahan(CAST("cluster_events" AS Nullable(Float64))) / count(CAST("cluster_events" AS Nullable(Float64)))) AS "mean_events",
    if(count(CAST("cluster_below" AS Nullable(Float64))) > 1, varSampStable(CAST("cluster_below" AS Nullable(Float64))), NULL) AS "variance_below",
    if(count(CAST("cluster_events" AS Nullable(Float64))) > 1, varSampStable(CAST("cluster_events" AS Nullable(Float64))), NULL) AS "variance_events",
    if(countIf((CAST("cluster_below" AS Nullable(Float64)) IS NOT NULL) AND (CAST("cluster_events" AS Nullable(Float64)) IS NOT NULL)) > 1, covarSampStable(CAST("cluster_below" AS Nullable(Float64)), CAST("cluster_events" AS Nullable(Float64))), NULL) AS "covariance"
  FROM "metric_2_clusters"
  GROUP BY "variant"
),
"metric_3_values" AS (
  SELECT
    "variant" AS "variant",
    "metric_3" AS "value"
  FROM "numbers_1"
  WHERE (NOT ("metric_3" IS NULL))
),
"metric_3_estimates" AS (
  SELECT
    "variant" AS "variant",
    CAST(count("value") AS Nullable(Float64)) AS "n",
    quantileExactInclusiveOrNull(0.9)("value") AS "estimate"
  FROM "metric_3_values"
  GROUP BY "variant"
),
"metric_3_ranked" AS (
  SELECT
    "metric_3_values"."variant" AS "variant",
    "metric_3_values"."value" AS "value",
    "metric_3_estimates"."n" AS "n",
    "metric_3_estimates"."estimate" AS "estimate",
    CAST(ROW_NUMBER() OVER (PARTITION BY "metric_3_values"."variant" ORDER BY "metric_3_values"."value") AS Nullable(Float64)) AS "rank"
  FROM "metric_3_values"
  INNER JOIN "metric_3_estimates"
    ON ("metric_3_values"."variant" = "metric_3_estimates"."variant")
),
"metric_3_bounds" AS (
  SELECT
    "variant" AS "variant",
    min("n") AS "n",
    min("estimate") AS "estimate",
    COALESCE(max(CASE WHEN ((((("n" * CAST(9e-1 AS Nullable(Float64))) - "rank") * (("n" * CAST(9e-1 AS Nullable(Float64))) - "rank")) >= ("n" * CAST(3.457312938624711e-1 AS Nullable(Float64)))) AND ("rank" <= ("n" * CAST(9e-1 AS Nullable(Float64))))) THEN "value" END), min("value")) AS "lower_bound",
    COALESCE(min(CASE WHEN ((((("n" * CAST(9e-1 AS Nullable(Float64))) - "rank") * (("n" * CAST(9e-1 AS Nullable(Float64))) - "rank")) >= ("n" * CAST(3.457312938624711e-1 AS Nullable(Float64)))) AND ("rank" >= ("n" * CAST(9e-1 AS Nullable(Float64))))) THEN "value" END), max("value")) AS "upper_bound"
  FROM "metric_3_ranked"
  GROUP BY "variant"
),
"metric_1_reached_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    "units"."after_604800s" AS "ends_at",
    min("facts"."fact_at") AS "reached_at"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  WHERE ("facts"."fact_at" < "units"."after_604800s")
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at", "units"."after_604800s"
),
"metric_1_reached_2" AS (
  SELECT
    "previous"."unit" AS "unit",
    "previous"."variant" AS "variant",
    "previous"."exposed_at" AS "exposed_at",
    "previous"."ends_at" AS "ends_at",
    min("facts"."fact_at") AS "reached_at"
  FROM "facts_1" AS "facts"
  INNER JOIN "metric_1_reached_1" AS "previous"
    ON (("facts"."unit" = "previous"."unit") AND ("facts"."fact_at" >= "previous"."reached_at"))
  WHERE (("facts"."fact_2" = 'purchase') AND ("facts"."fact_at" < "previous"."ends_at"))
  GROUP BY "previous"."unit", "previous"."variant", "previous"."exposed_at", "previous"."ends_at"
),
"metric_1_counts_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    count(CASE WHEN ("exposed_at" <= toDateTime64('2026-01-03 00:00:00.000', 6, 'UTC')) THEN "unit" END) AS "units"
  FROM "metric_1_reached_1"
  GROUP BY "variant", CAST("exposed_at" AS Nullable(Date32))
),
"metric_1_counts_2" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    count(CASE WHEN ("exposed_at" <= toDateTime64('2026-01-03 00:00:00.000', 6, 'UTC')) THEN "unit" END) AS "units"
  FROM "metric_1_reached_2"
  GROUP BY "variant", CAST("exposed_at" AS Nullable(Date32))
),
"unit_values_metric_1" AS (
  SELECT
    "unit" AS "unit",
    "variant" AS "variant",
    "exposed_at" AS "exposed_at",
    CAST(1 AS Nullable(Float64)) AS "metric_1"
  FROM "metric_1_reached_2"
),
"numbers_metric_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS Nullable(Date32)) AS "exposure_date",
    CASE WHEN ("exposed_at" <= toDateTime64('2026-01-03 00:00:00.000', 6, 'UTC')) THEN CAST("metric_1" AS Nullable(Float64)) END AS "metric_1"
  FROM "unit_values_metric_1"
),
"moments_metric_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance"
  FROM "numbers_metric_1"
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
      CAST('checkout' AS Nullable(String)) AS "part_metric_id",
      1 AS "choice_1"
  ) AS "answer_parts"
  WHERE (("answer_parts"."choice_1" = 0) OR (("answer_parts"."choice_1" = 1) AND ("units_closed_604800s" > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS Nullable(String)) AS "kind",
    CAST('checkout' AS Nullable(String)) AS "metric_id",
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
  FROM "moments_metric_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    "answer_parts"."part_kind" AS "kind",
    CAST('median-value' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST(NULL AS Nullable(Date32)) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "units" ELSE "n" END AS Nullable(Int64)) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_2" = 1) THEN "estimate" WHEN ("answer_parts"."choice_2" = 2) THEN "lower_bound" WHEN ("answer_parts"."choice_2" = 3) THEN "upper_bound" WHEN ("answer_parts"."choice_2" = 4) THEN "mean_below" ELSE "mean_events" END AS Nullable(Float64)) AS "mean",
    CAST(CASE WHEN ("answer_parts"."choice_3" = 1) THEN "variance_below" WHEN ("answer_parts"."choice_3" = 2) THEN "variance_events" WHEN ("answer_parts"."choice_3" = 3) THEN "covariance" ELSE NULL END AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    "answer_parts"."part_left_index" AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "metric_2_bounds"
  CROSS JOIN (
    SELECT
      CAST('quantile' AS Nullable(String)) AS "part_kind",
      CAST(0 AS Nullable(Int64)) AS "part_left_index",
      0 AS "choice_1",
      1 AS "choice_2",
      0 AS "choice_3"
    UNION ALL
    SELECT
      CAST('quantile' AS Nullable(String)) AS "part_kind",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      0 AS "choice_1",
      2 AS "choice_2",
      0 AS "choice_3"
    UNION ALL
    SELECT
      CAST('quantile' AS Nullable(String)) AS "part_kind",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      0 AS "choice_1",
      3 AS "choice_2",
      0 AS "choice_3"
    UNION ALL
    SELECT
      CAST('cluster' AS Nullable(String)) AS "part_kind",
      CAST(0 AS Nullable(Int64)) AS "part_left_index",
      1 AS "choice_1",
      4 AS "choice_2",
      1 AS "choice_3"
    UNION ALL
    SELECT
      CAST('cluster' AS Nullable(String)) AS "part_kind",
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      1 AS "choice_1",
      0 AS "choice_2",
      2 AS "choice_3"
    UNION ALL
    SELECT
      CAST('cluster' AS Nullable(String)) AS "part_kind",
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      1 AS "choice_1",
      0 AS "choice_2",
      3 AS "choice_3"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    CAST('quantile' AS Nullable(String)) AS "kind",
    CAST('p90-purchases' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST(NULL AS Nullable(Date32)) AS "exposure_date",
    CAST("n" AS Nullable(Int64)) AS "n",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "lower_bound" WHEN ("answer_parts"."choice_1" = 2) THEN "upper_bound" ELSE "estimate" END AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    "answer_parts"."part_left_index" AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "metric_3_bounds"
  CROSS JOIN (
    SELECT
      CAST(0 AS Nullable(Int64)) AS "part_left_index",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST(1 AS Nullable(Int64)) AS "part_left_index",
      1 AS "choice_1"
    UNION ALL
    SELECT
      CAST(2 AS Nullable(Int64)) AS "part_left_index",
      2 AS "choice_1"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    CAST('step' AS Nullable(String)) AS "kind",
    CAST('checkout' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("units" AS Nullable(Int64)) AS "n",
    CAST(NULL AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(1 AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "metric_1_counts_1"
  WHERE ("units" > 0)
  UNION ALL
  SELECT
    CAST('step' AS Nullable(String)) AS "kind",
    CAST('checkout' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("units" AS Nullable(Int64)) AS "n",
    CAST(NULL AS Nullable(Float64)) AS "mean",
    CAST(NULL AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(NULL AS Nullable(String)) AS "dimension",
    CAST(NULL AS Nullable(String)) AS "dimension_value",
    CAST(2 AS Nullable(Int64)) AS "left_index",
    CAST(NULL AS Nullable(Int64)) AS "right_index"
  FROM "metric_1_counts_2"
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
