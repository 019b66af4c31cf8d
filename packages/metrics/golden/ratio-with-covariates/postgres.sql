WITH
"exposures" AS (
  SELECT
    CAST("source"."userid" AS text) AS "unit",
    MIN(CAST("source"."gate" AS text)) AS "variant",
    MIN(CAST("source"."joined_at" AS timestamp)) AS "exposed_at",
    (MIN(CAST("source"."gate" AS text)) <> MAX(CAST("source"."gate" AS text))) AS "is_crossover",
    COALESCE(AVG(CAST("source"."rounds_before" AS double precision)), CAST(0 AS double precision)) AS "covariate_1",
    CASE WHEN (AVG(CAST("source"."rounds_before" AS double precision)) IS NULL) THEN CAST(1 AS double precision) ELSE CAST(0 AS double precision) END AS "covariate_1_is_missing",
    COALESCE(AVG(CAST("source"."age" AS double precision)), CAST(0 AS double precision)) AS "covariate_2",
    MIN(CAST("source"."country" AS text)) AS "dimension_1"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
  WHERE ((NOT (CAST("source"."userid" AS text) IS NULL)) AND (NOT (CAST("source"."gate" AS text) IS NULL)))
  GROUP BY CAST("source"."userid" AS text)
  HAVING ((MIN(CAST("source"."gate" AS text)) <> MAX(CAST("source"."gate" AS text))) OR (MIN(CAST("source"."gate" AS text)) IN ('control', 'treatment')))
),
"units" AS (
  SELECT
    "unit" AS "unit",
    "variant" AS "variant",
    "exposed_at" AS "exposed_at",
    CAST("exposed_at" AS date) AS "exposure_date",
    "covariate_1" AS "covariate_1",
    "covariate_1_is_missing" AS "covariate_1_is_missing",
    "covariate_2" AS "covariate_2",
    "dimension_1" AS "dimension_1"
  FROM "exposures"
  WHERE (NOT "is_crossover")
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
    CAST("source"."rounds" AS double precision) AS "metric_1",
    CAST("source"."rounds" AS double precision) AS "metric_2",
    1 AS "metric_2_denominator"
  FROM (
  SELECT * FROM "import_players"
  ) AS "source"
),
"unit_values_1" AS (
  SELECT
    "units"."unit" AS "unit",
    "units"."variant" AS "variant",
    "units"."exposed_at" AS "exposed_at",
    SUM("facts"."metric_1") AS "metric_1",
    SUM("facts"."metric_2") AS "metric_2",
    COUNT("facts"."metric_2_denominator") AS "metric_2_denominator"
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
    COALESCE(CAST("unit_values_1"."metric_1" AS double precision), CAST(0 AS double precision)) AS "metric_1",
    COALESCE(CAST("unit_values_1"."metric_2" AS double precision), CAST(0 AS double precision)) AS "metric_2",
    COALESCE(CAST("unit_values_1"."metric_2_denominator" AS double precision), CAST(0 AS double precision)) AS "metric_2_denominator"
  FROM "units"
  LEFT JOIN "unit_values_1"
    ON ("units"."unit" = "unit_values_1"."unit")
),
"moments_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS date) AS "exposure_date",
    COUNT(CAST("metric_1" AS double precision)) AS "metric_1_n",
    AVG(CAST("metric_1" AS double precision)) AS "metric_1_mean",
    VAR_SAMP(CAST("metric_1" AS double precision)) AS "metric_1_variance",
    AVG("covariate_1") AS "metric_1_mean_1",
    COVAR_SAMP("covariate_1", CAST("metric_1" AS double precision)) AS "metric_1_covariance_1_0",
    VAR_SAMP("covariate_1") AS "metric_1_covariance_1_1",
    AVG("covariate_1_is_missing") AS "metric_1_mean_2",
    COVAR_SAMP("covariate_1_is_missing", CAST("metric_1" AS double precision)) AS "metric_1_covariance_2_0",
    COVAR_SAMP("covariate_1_is_missing", "covariate_1") AS "metric_1_covariance_2_1",
    VAR_SAMP("covariate_1_is_missing") AS "metric_1_covariance_2_2",
    COUNT(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_n",
    AVG(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_mean",
    VAR_SAMP(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_variance",
    AVG(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_mean_1",
    COVAR_SAMP(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision)), COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_1_0",
    VAR_SAMP(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_1_1",
    AVG("covariate_2") AS "metric_2_mean_2",
    COVAR_SAMP("covariate_2", COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_2_0",
    COVAR_SAMP("covariate_2", COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_2_1",
    VAR_SAMP("covariate_2") AS "metric_2_covariance_2_2"
  FROM "all_units_1"
  GROUP BY "variant", CAST("exposed_at" AS date)
),
"moments_1_dimension_1" AS (
  SELECT
    "variant" AS "variant",
    CAST("exposed_at" AS date) AS "exposure_date",
    "dimension_1" AS "dimension_1",
    COUNT(CAST("metric_1" AS double precision)) AS "metric_1_n",
    AVG(CAST("metric_1" AS double precision)) AS "metric_1_mean",
    VAR_SAMP(CAST("metric_1" AS double precision)) AS "metric_1_variance",
    AVG("covariate_1") AS "metric_1_mean_1",
    COVAR_SAMP("covariate_1", CAST("metric_1" AS double precision)) AS "metric_1_covariance_1_0",
    VAR_SAMP("covariate_1") AS "metric_1_covariance_1_1",
    AVG("covariate_1_is_missing") AS "metric_1_mean_2",
    COVAR_SAMP("covariate_1_is_missing", CAST("metric_1" AS double precision)) AS "metric_1_covariance_2_0",
    COVAR_SAMP("covariate_1_is_missing", "covariate_1") AS "metric_1_covariance_2_1",
    VAR_SAMP("covariate_1_is_missing") AS "metric_1_covariance_2_2",
    COUNT(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_n",
    AVG(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_mean",
    VAR_SAMP(COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_variance",
    AVG(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_mean_1",
    COVAR_SAMP(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision)), COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_1_0",
    VAR_SAMP(COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_1_1",
    AVG("covariate_2") AS "metric_2_mean_2",
    COVAR_SAMP("covariate_2", COALESCE(CAST("metric_2" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_2_0",
    COVAR_SAMP("covariate_2", COALESCE(CAST("metric_2_denominator" AS double precision), CAST(0 AS double precision))) AS "metric_2_covariance_2_1",
    VAR_SAMP("covariate_2") AS "metric_2_covariance_2_2"
  FROM "all_units_1"
  GROUP BY "variant", "dimension_1", CAST("exposed_at" AS date)
),
"answers" AS (
  SELECT
    CAST('exposed' AS text) AS "kind",
    CAST(NULL AS text) AS "metric_id",
    CAST(NULL AS text) AS "variant",
    CAST(NULL AS date) AS "exposure_date",
    CAST(COUNT(*) AS bigint) AS "n",
    CAST(NULL AS double precision) AS "mean",
    CAST(NULL AS double precision) AS "variance",
    CAST(MIN("exposed_at") AS timestamp) AS "first_at",
    CAST(MAX("exposed_at") AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "exposures"
  UNION ALL
  SELECT
    CAST('crossover' AS text) AS "kind",
    CAST(NULL AS text) AS "metric_id",
    CAST(NULL AS text) AS "variant",
    CAST(NULL AS date) AS "exposure_date",
    CAST(COUNT(CASE WHEN "is_crossover" THEN 1 END) AS bigint) AS "n",
    CAST(NULL AS double precision) AS "mean",
    CAST(NULL AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "exposures"
  UNION ALL
  SELECT
    CAST('traffic' AS text) AS "kind",
    CAST(NULL AS text) AS "metric_id",
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
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_1" AS double precision) AS "mean",
    CAST("metric_1_covariance_1_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_1" AS double precision) AS "mean",
    CAST("metric_1_covariance_1_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_2" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(2 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_1_n" > 0)
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
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_1" AS double precision) AS "mean",
    CAST("metric_1_covariance_1_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_1" AS double precision) AS "mean",
    CAST("metric_1_covariance_1_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_1_n" AS bigint) AS "n",
    CAST("metric_1_mean_2" AS double precision) AS "mean",
    CAST("metric_1_covariance_2_2" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(2 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_1_n" > 0)
  UNION ALL
  SELECT
    CAST('moments' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean" AS double precision) AS "mean",
    CAST("metric_2_variance" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_1" AS double precision) AS "mean",
    CAST("metric_2_covariance_1_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_1" AS double precision) AS "mean",
    CAST("metric_2_covariance_1_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_2" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST(NULL AS text) AS "dimension",
    CAST(NULL AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(2 AS bigint) AS "right_index"
  FROM "moments_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('moments' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean" AS double precision) AS "mean",
    CAST("metric_2_variance" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(NULL AS bigint) AS "left_index",
    CAST(NULL AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_1" AS double precision) AS "mean",
    CAST("metric_2_covariance_1_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_1" AS double precision) AS "mean",
    CAST("metric_2_covariance_1_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(1 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_0" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(0 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_1" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(1 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
  UNION ALL
  SELECT
    CAST('companion' AS text) AS "kind",
    CAST('rounds-per-day' AS text) AS "metric_id",
    CAST("variant" AS text) AS "variant",
    CAST("exposure_date" AS date) AS "exposure_date",
    CAST("metric_2_n" AS bigint) AS "n",
    CAST("metric_2_mean_2" AS double precision) AS "mean",
    CAST("metric_2_covariance_2_2" AS double precision) AS "variance",
    CAST(NULL AS timestamp) AS "first_at",
    CAST(NULL AS timestamp) AS "last_at",
    CAST('country' AS text) AS "dimension",
    CAST("dimension_1" AS text) AS "dimension_value",
    CAST(2 AS bigint) AS "left_index",
    CAST(2 AS bigint) AS "right_index"
  FROM "moments_1_dimension_1"
  WHERE ("metric_2_n" > 0)
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
