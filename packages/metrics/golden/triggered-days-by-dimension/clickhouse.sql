WITH
"assigned" AS (
  SELECT
    "source"."unit" AS "unit",
    min("source"."variant") AS "variant",
    min("source"."assigned_at") AS "exposed_at",
    (min("source"."variant") <> max("source"."variant")) AS "is_crossover"
  FROM "assignments" AS "source"
  WHERE (("source"."flag" = 'checkout') AND ("source"."rule" = 'rule-1') AND ("source"."date" >= toDate32('2026-03-20')) AND ("source"."date" <= toDate32('2026-04-10')) AND ("source"."assigned_at" >= toDateTime64('2026-03-20 00:00:00.000', 6, 'UTC')) AND ("source"."assigned_at" < toDateTime64('2026-04-10 00:00:00.000', 6, 'UTC')) AND (NOT ("source"."unit" IS NULL)) AND (NOT ("source"."variant" IS NULL)))
  GROUP BY "source"."unit"
  HAVING ((min("source"."variant") <> max("source"."variant")) OR (min("source"."variant") IN ('control', 'treatment')))
),
"triggers" AS (
  SELECT
    "assigned"."unit" AS "unit",
    min(CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC')))) AS "exposed_at"
  FROM "events" AS "source"
  INNER JOIN "assigned"
    ON ((CAST("source"."unit" AS Nullable(String)) = "assigned"."unit") AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= "assigned"."exposed_at"))
  WHERE (("source"."date" >= toDate32('2026-03-20')) AND ("source"."date" <= toDate32('2026-04-10')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-03-20 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-04-10 00:00:00.000', 6, 'UTC')) AND ("source"."event" = 'purchase'))
  GROUP BY "assigned"."unit"
),
"exposures" AS (
  SELECT
    "assigned"."unit" AS "unit",
    "assigned"."variant" AS "variant",
    "triggers"."exposed_at" AS "exposed_at",
    "assigned"."is_crossover" AS "is_crossover"
  FROM "assigned"
  INNER JOIN "triggers"
    ON ("assigned"."unit" = "triggers"."unit")
),
"exposed" AS (
  SELECT
    COUNT(*) AS "units",
    count(CASE WHEN "is_crossover" THEN 1 END) AS "crossovers",
    minOrNull("exposed_at") AS "first_at",
    maxOrNull("exposed_at") AS "last_at"
  FROM "exposures"
),
"dimension_1_values" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    min(CAST("source"."country" AS Nullable(String))) AS "value"
  FROM "plans" AS "source"
  GROUP BY CAST("source"."unit" AS Nullable(String))
),
"dimension_2_values" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    argMaxOrNullIf(CAST("source"."plan" AS Nullable(String)), tuple(CAST("source"."valid_from" AS Nullable(DateTime64(6, 'UTC'))), CAST("source"."plan" AS Nullable(String))), ((NOT (CAST("source"."valid_from" AS Nullable(DateTime64(6, 'UTC'))) IS NULL)) AND (NOT (CAST("source"."plan" AS Nullable(String)) IS NULL)))) AS "value"
  FROM "plans" AS "source"
  INNER JOIN "exposures"
    ON ((CAST("source"."unit" AS Nullable(String)) = "exposures"."unit") AND (CAST("source"."valid_from" AS Nullable(DateTime64(6, 'UTC'))) <= "exposures"."exposed_at"))
  GROUP BY CAST("source"."unit" AS Nullable(String))
),
"units" AS (
  SELECT
    "exposures"."unit" AS "unit",
    "exposures"."variant" AS "variant",
    "exposures"."exposed_at" AS "exposed_at",
    CAST(addMicroseconds("exposures"."exposed_at", CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 3600 ELSE 7200 END * 1e6) AS Nullable(Int64))) AS Nullable(Date32)) AS "exposure_date",
    addMicroseconds("exposures"."exposed_at", CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < toDateTime64('2026-03-28 02:00:00.000', 6, 'UTC')) THEN 86400 WHEN ("exposures"."exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 82800 ELSE 86400 END * 1e6) AS Nullable(Int64))) AS "after_1d_0s",
    addMicroseconds("exposures"."exposed_at", CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < toDateTime64('2026-03-21 02:00:00.000', 6, 'UTC')) THEN 691200 WHEN ("exposures"."exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 687600 ELSE 691200 END * 1e6) AS Nullable(Int64))) AS "after_8d_0s",
    "dimension_1_values"."value" AS "dimension_1",
    "dimension_2_values"."value" AS "dimension_2"
  FROM "exposures"
  LEFT JOIN "dimension_1_values"
    ON ("exposures"."unit" = "dimension_1_values"."unit")
  LEFT JOIN "dimension_2_values"
    ON ("exposures"."unit" = "dimension_2_values"."unit")
  WHERE (NOT "exposures"."is_crossover")
),
"traffic" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    COUNT(*) AS "units",
    countIf("exposed_at", (addMicroseconds("exposed_at", CAST(ROUND(CASE WHEN ("exposed_at" < toDateTime64('2026-03-28 02:00:00.000', 6, 'UTC')) THEN 86400 WHEN ("exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 82800 ELSE 86400 END * 1e6) AS Nullable(Int64))) <= toDateTime64('2026-04-10 00:00:00.000', 6, 'UTC'))) AS "units_closed_1d_0s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS Nullable(String)) AS "unit",
    CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) AS "fact_at",
    "source"."value" AS "fact_1"
  FROM "events" AS "source"
  WHERE (("source"."date" >= toDate32('2026-03-20')) AND ("source"."date" <= toDate32('2026-04-10')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) >= toDateTime64('2026-03-20 00:00:00.000', 6, 'UTC')) AND (CAST("source"."event_time" AS Nullable(DateTime64(6, 'UTC'))) < toDateTime64('2026-04-10 00:00:00.000', 6, 'UTC')))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    argMaxOrNullIf(CAST("facts"."fact_1" AS Nullable(Float64)), tuple("facts"."fact_at", CAST("facts"."fact_1" AS Nullable(Float64))), ((("facts"."fact_at" >= "units"."after_1d_0s") AND ("facts"."fact_at" < "units"."after_8d_0s")) AND (NOT ("facts"."fact_at" IS NULL)) AND (NOT (CAST("facts"."fact_1" AS Nullable(Float64)) IS NULL)))) AS "metric_1"
  FROM "facts_1" AS "facts"
  INNER JOIN "units"
    ON (("facts"."unit" = "units"."unit") AND ("facts"."fact_at" >= "units"."exposed_at"))
  GROUP BY "units"."unit", "units"."variant", "units"."exposed_at"
),
"all_units_1" AS (
  SELECT
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    "units"."dimension_1" AS "dimension_1",
    "units"."dimension_2" AS "dimension_2",
    CAST("unit_values_1"."metric_1" AS Nullable(Float64)) AS "metric_1"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST(addMicroseconds("exposed_at", CAST(ROUND(CASE WHEN ("exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 3600 ELSE 7200 END * 1e6) AS Nullable(Int64))) AS Nullable(Date32)) AS "exposure_date",
    "dimension_1" AS "dimension_1",
    "dimension_2" AS "dimension_2",
    CASE WHEN (addMicroseconds("exposed_at", CAST(ROUND(CASE WHEN ("exposed_at" < toDateTime64('2026-03-28 02:00:00.000', 6, 'UTC')) THEN 86400 WHEN ("exposed_at" < toDateTime64('2026-03-29 01:00:00.000', 6, 'UTC')) THEN 82800 ELSE 86400 END * 1e6) AS Nullable(Int64))) <= toDateTime64('2026-04-10 00:00:00.000', 6, 'UTC')) THEN CAST("metric_1" AS Nullable(Float64)) END AS "metric_1"
  FROM "all_units_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    "sides"."dimension_index" AS "dimension_index",
    CASE WHEN ("sides"."dimension_index" = 1) THEN "dimension_1" WHEN ("sides"."dimension_index" = 2) THEN "dimension_2" END AS "dimension_value",
    count("metric_1") AS "metric_1_n",
    (sumKahan("metric_1") / count("metric_1")) AS "metric_1_mean",
    if(count("metric_1") > 1, varSampStable("metric_1"), NULL) AS "metric_1_variance"
  FROM "numbers_1"
  CROSS JOIN (
    SELECT
      0 AS "dimension_index"
    UNION ALL
    SELECT
      1 AS "dimension_index"
    UNION ALL
    SELECT
      2 AS "dimension_index"
  ) AS "sides"
  GROUP BY "variant", "exposure_date", "sides"."dimension_index", CASE WHEN ("sides"."dimension_index" = 1) THEN "dimension_1" WHEN ("sides"."dimension_index" = 2) THEN "dimension_2" END
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
    CAST('moments' AS Nullable(String)) AS "kind",
    CAST('last-value' AS Nullable(String)) AS "metric_id",
    CAST("variant" AS Nullable(String)) AS "variant",
    CAST("exposure_date" AS Nullable(Date32)) AS "exposure_date",
    CAST("metric_1_n" AS Nullable(Int64)) AS "n",
    CAST("metric_1_mean" AS Nullable(Float64)) AS "mean",
    CAST("metric_1_variance" AS Nullable(Float64)) AS "variance",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "first_at",
    CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "last_at",
    CAST(CASE WHEN ("dimension_index" = 1) THEN 'home' WHEN ("dimension_index" = 2) THEN 'plan' END AS Nullable(String)) AS "dimension",
    CAST("dimension_value" AS Nullable(String)) AS "dimension_value",
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
