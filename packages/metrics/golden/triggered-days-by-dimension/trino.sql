WITH
"assigned" AS (
  SELECT
    "source"."unit" AS "unit",
    MIN("source"."variant") AS "variant",
    MIN("source"."assigned_at") AS "exposed_at",
    (MIN("source"."variant") <> MAX("source"."variant")) AS "is_crossover"
  FROM "assignments" AS "source"
  WHERE (("source"."flag" = 'checkout') AND ("source"."rule" = 'rule-1') AND ("source"."date" >= DATE '2026-03-20') AND ("source"."date" <= DATE '2026-04-10') AND ("source"."assigned_at" >= TIMESTAMP '2026-03-20 00:00:00.000') AND ("source"."assigned_at" < TIMESTAMP '2026-04-10 00:00:00.000') AND (NOT ("source"."unit" IS NULL)) AND (NOT ("source"."variant" IS NULL)))
  GROUP BY "source"."unit"
  HAVING ((MIN("source"."variant") <> MAX("source"."variant")) OR (MIN("source"."variant") IN ('control', 'treatment')))
),
"triggers" AS (
  SELECT
    "assigned"."unit" AS "unit",
    MIN(CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6))) AS "exposed_at"
  FROM "events" AS "source"
  INNER JOIN "assigned"
    ON ((CAST("source"."unit" AS varchar) = "assigned"."unit") AND (CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) >= "assigned"."exposed_at"))
  WHERE (("source"."date" >= DATE '2026-03-20') AND ("source"."date" <= DATE '2026-04-10') AND (CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) >= TIMESTAMP '2026-03-20 00:00:00.000') AND (CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) < TIMESTAMP '2026-04-10 00:00:00.000') AND ("source"."event" = 'purchase'))
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
    COUNT(CASE WHEN "is_crossover" THEN 1 END) AS "crossovers",
    MIN("exposed_at") AS "first_at",
    MAX("exposed_at") AS "last_at"
  FROM "exposures"
),
"dimension_1_values" AS (
  SELECT
    CAST("source"."unit" AS varchar) AS "unit",
    MIN(CAST("source"."country" AS varchar)) AS "value"
  FROM "plans" AS "source"
  GROUP BY CAST("source"."unit" AS varchar)
),
"dimension_2_values" AS (
  SELECT
    CAST("source"."unit" AS varchar) AS "unit",
    max_by(CAST("source"."plan" AS varchar), ROW(CAST(CAST("source"."valid_from" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)), CAST("source"."plan" AS varchar))) FILTER (WHERE ((NOT (CAST(CAST("source"."valid_from" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) IS NULL)) AND (NOT (CAST("source"."plan" AS varchar) IS NULL)))) AS "value"
  FROM "plans" AS "source"
  INNER JOIN "exposures"
    ON ((CAST("source"."unit" AS varchar) = "exposures"."unit") AND (CAST(CAST("source"."valid_from" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) <= "exposures"."exposed_at"))
  GROUP BY CAST("source"."unit" AS varchar)
),
"units" AS (
  SELECT
    "exposures"."unit" AS "unit",
    "exposures"."variant" AS "variant",
    "exposures"."exposed_at" AS "exposed_at",
    CAST(("exposures"."exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 3600 ELSE 7200 END * 1e3) AS bigint)) AS date) AS "exposure_date",
    ("exposures"."exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < TIMESTAMP '2026-03-28 02:00:00.000') THEN 86400 WHEN ("exposures"."exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 82800 ELSE 86400 END * 1e3) AS bigint)) AS "after_1d_0s",
    ("exposures"."exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposures"."exposed_at" < TIMESTAMP '2026-03-21 02:00:00.000') THEN 691200 WHEN ("exposures"."exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 687600 ELSE 691200 END * 1e3) AS bigint)) AS "after_8d_0s",
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
    COUNT("exposed_at") FILTER (WHERE (("exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposed_at" < TIMESTAMP '2026-03-28 02:00:00.000') THEN 86400 WHEN ("exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 82800 ELSE 86400 END * 1e3) AS bigint)) <= TIMESTAMP '2026-04-10 00:00:00.000')) AS "units_closed_1d_0s"
  FROM "units"
  GROUP BY "variant", "exposure_date"
),
"facts_1" AS (
  SELECT
    CAST("source"."unit" AS varchar) AS "unit",
    CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "fact_at",
    "source"."value" AS "fact_1"
  FROM "events" AS "source"
  WHERE (("source"."date" >= DATE '2026-03-20') AND ("source"."date" <= DATE '2026-04-10') AND (CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) >= TIMESTAMP '2026-03-20 00:00:00.000') AND (CAST(CAST("source"."event_time" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) < TIMESTAMP '2026-04-10 00:00:00.000'))
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    max_by(CAST("facts"."fact_1" AS double), ROW("facts"."fact_at", CAST("facts"."fact_1" AS double))) FILTER (WHERE ((("facts"."fact_at" >= "units"."after_1d_0s") AND ("facts"."fact_at" < "units"."after_8d_0s")) AND (NOT ("facts"."fact_at" IS NULL)) AND (NOT (CAST("facts"."fact_1" AS double) IS NULL)))) AS "metric_1"
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
    CAST("unit_values_1"."metric_1" AS double) AS "metric_1"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"numbers_1" AS (
  SELECT
    "variant" AS "variant",
    CAST(("exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 3600 ELSE 7200 END * 1e3) AS bigint)) AS date) AS "exposure_date",
    "dimension_1" AS "dimension_1",
    "dimension_2" AS "dimension_2",
    CASE WHEN (("exposed_at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("exposed_at" < TIMESTAMP '2026-03-28 02:00:00.000') THEN 86400 WHEN ("exposed_at" < TIMESTAMP '2026-03-29 01:00:00.000') THEN 82800 ELSE 86400 END * 1e3) AS bigint)) <= TIMESTAMP '2026-04-10 00:00:00.000') THEN CAST("metric_1" AS double) END AS "metric_1"
  FROM "all_units_1"
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    "exposure_date" AS "exposure_date",
    "sides"."dimension_index" AS "dimension_index",
    CASE WHEN ("sides"."dimension_index" = 1) THEN "dimension_1" WHEN ("sides"."dimension_index" = 2) THEN "dimension_2" END AS "dimension_value",
    COUNT("metric_1") AS "metric_1_n",
    AVG("metric_1") AS "metric_1_mean",
    VAR_SAMP("metric_1") AS "metric_1_variance"
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
    CAST(NULL AS varchar) AS "metric_id",
    CAST(NULL AS varchar) AS "variant",
    CAST(NULL AS date) AS "exposure_date",
    CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "crossovers" ELSE "units" END AS bigint) AS "n",
    CAST(NULL AS double) AS "mean",
    CAST(NULL AS double) AS "variance",
    CAST(CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "first_at" END AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "first_at",
    CAST(CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN NULL ELSE "last_at" END AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "last_at",
    CAST(NULL AS varchar) AS "dimension",
    CAST(NULL AS varchar) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "exposed"
  CROSS JOIN (
    SELECT
      CAST('exposed' AS varchar) AS "part_kind",
      0 AS "choice_1"
    UNION ALL
    SELECT
      CAST('crossover' AS varchar) AS "part_kind",
      1 AS "choice_1"
  ) AS "answer_parts"
  UNION ALL
  SELECT
    CAST('traffic' AS varchar) AS "kind",
    CAST(NULL AS varchar) AS "metric_id",
    CAST("variant" AS varchar) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("units" AS bigint) AS "n",
    CAST(NULL AS double) AS "mean",
    CAST(NULL AS double) AS "variance",
    CAST(CAST(NULL AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "first_at",
    CAST(CAST(NULL AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "last_at",
    CAST(NULL AS varchar) AS "dimension",
    CAST(NULL AS varchar) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "traffic"
  UNION ALL
  SELECT
    CAST('moments' AS varchar) AS "kind",
    CAST('last-value' AS varchar) AS "metric_id",
    CAST("variant" AS varchar) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean" AS double) AS "mean",
    CAST("metric_1_variance" AS double) AS "variance",
    CAST(CAST(NULL AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "first_at",
    CAST(CAST(NULL AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "last_at",
    CAST(CASE WHEN ("dimension_index" = 1) THEN 'home' WHEN ("dimension_index" = 2) THEN 'plan' END AS varchar) AS "dimension",
    CAST("dimension_value" AS varchar) AS "dimension_value",
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
