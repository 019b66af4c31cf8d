WITH
`exposures` AS (
  SELECT
    `source`.`unit` AS `unit`,
    MIN(`source`.`variant`) AS `variant`,
    MIN(`source`.`assigned_at`) AS `exposed_at`,
    (MIN(`source`.`variant`) <> MAX(`source`.`variant`)) AS `is_crossover`
  FROM `assignments` AS `source`
  WHERE ((`source`.`flag` = 'checkout') AND (`source`.`rule` = 'rule-1') AND (`source`.`date` >= DATE '2026-01-01') AND (`source`.`date` <= DATE '2026-01-10') AND (`source`.`assigned_at` >= TIMESTAMP '2026-01-01 00:00:00.000Z') AND (`source`.`assigned_at` < TIMESTAMP '2026-01-10 00:00:00.000Z') AND (NOT (`source`.`unit` IS NULL)) AND (NOT (`source`.`variant` IS NULL)))
  GROUP BY `source`.`unit`
  HAVING ((MIN(`source`.`variant`) <> MAX(`source`.`variant`)) OR (MIN(`source`.`variant`) IN ('control', 'treatment')))
),
`exposed` AS (
  SELECT
    COUNT(*) AS `units`,
    COUNT(CASE WHEN `is_crossover` THEN 1 END) AS `crossovers`,
    MIN(`exposed_at`) AS `first_at`,
    MAX(`exposed_at`) AS `last_at`
  FROM `exposures`
),
`units` AS (
  SELECT
    `exposures`.`unit` AS `unit`,
    `exposures`.`variant` AS `variant`,
    `exposures`.`exposed_at` AS `exposed_at`,
    CAST(`exposures`.`exposed_at` AS DATE) AS `exposure_date`,
    timestamp_micros(unix_micros(`exposures`.`exposed_at`) + -1209600000000) AS `before_14d_0s`,
    timestamp_micros(unix_micros(`exposures`.`exposed_at`) + -172800000000) AS `before_172800s`
  FROM `exposures`
  WHERE (NOT `exposures`.`is_crossover`)
),
`traffic` AS (
  SELECT
    `variant` AS `variant`,
    `exposure_date` AS `exposure_date`,
    COUNT(*) AS `units`
  FROM `units`
  GROUP BY `variant`, `exposure_date`
),
`facts_1` AS (
  SELECT
    CAST(`source`.`unit` AS STRING) AS `unit`,
    CAST(`source`.`event_time` AS TIMESTAMP) AS `fact_at`,
    `source`.`value` AS `fact_1`
  FROM `events` AS `source`
  WHERE ((`source`.`date` >= DATE '2025-12-18') AND (`source`.`date` <= DATE '2026-01-10') AND (CAST(`source`.`event_time` AS TIMESTAMP) >= TIMESTAMP '2025-12-18 00:00:00.000Z') AND (CAST(`source`.`event_time` AS TIMESTAMP) < TIMESTAMP '2026-01-10 00:00:00.000Z'))
),
`unit_values_1` AS (
  SELECT
    `units`.`unit` AS `unit`,
    `units`.`variant` AS `variant`,
    `units`.`exposed_at` AS `exposed_at`,
    SUM(CAST(`facts`.`fact_1` AS DOUBLE)) FILTER (WHERE (`facts`.`fact_at` >= `units`.`exposed_at`)) AS `metric_1`,
    SUM(CAST(`facts`.`fact_1` AS DOUBLE)) FILTER (WHERE ((`facts`.`fact_at` >= `units`.`before_14d_0s`) AND (`facts`.`fact_at` < `units`.`exposed_at`))) AS `metric_1_before`,
    MAX(CAST(`facts`.`fact_1` AS DOUBLE)) FILTER (WHERE (`facts`.`fact_at` >= `units`.`exposed_at`)) AS `metric_2`,
    MAX(CAST(`facts`.`fact_1` AS DOUBLE)) FILTER (WHERE ((`facts`.`fact_at` >= `units`.`before_172800s`) AND (`facts`.`fact_at` < `units`.`exposed_at`))) AS `metric_2_before`
  FROM `facts_1` AS `facts`
  INNER JOIN `units`
    ON ((`facts`.`unit` = `units`.`unit`) AND (`facts`.`fact_at` >= LEAST(`units`.`before_14d_0s`, `units`.`before_172800s`)))
  GROUP BY `units`.`unit`, `units`.`variant`, `units`.`exposed_at`
),
`all_units_1` AS (
  SELECT
    `units`.`variant` AS `variant`,
    `units`.`exposed_at` AS `exposed_at`,
    COALESCE(CAST(`unit_values_1`.`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) AS `metric_1`,
    CAST(`unit_values_1`.`metric_1_before` AS DOUBLE) AS `metric_1_before`,
    CAST(`unit_values_1`.`metric_2` AS DOUBLE) AS `metric_2`,
    CAST(`unit_values_1`.`metric_2_before` AS DOUBLE) AS `metric_2_before`
  FROM `units`
  LEFT JOIN `unit_values_1`
    ON (`units`.`unit` = `unit_values_1`.`unit`)
),
`caps_1` AS (
  SELECT
    percentile(CASE WHEN (COALESCE(CAST(`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) <> CAST(0 AS DOUBLE)) THEN COALESCE(CAST(`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) END, 0.99) AS `metric_1_cap`
  FROM `all_units_1`
),
`numbers_1` AS (
  SELECT
    `variant` AS `variant`,
    CAST(`exposed_at` AS DATE) AS `exposure_date`,
    CASE WHEN (COALESCE(CAST(`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) > `metric_1_cap`) THEN `metric_1_cap` ELSE COALESCE(CAST(`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) END AS `metric_1`,
    COALESCE(CAST(`metric_1` AS DOUBLE), CAST(0 AS DOUBLE)) AS `metric_1_uncapped`,
    `metric_1_cap` AS `metric_1_cap`,
    CASE WHEN (COALESCE(CAST(`metric_1_before` AS DOUBLE), CAST(0 AS DOUBLE)) > `metric_1_cap`) THEN `metric_1_cap` ELSE COALESCE(CAST(`metric_1_before` AS DOUBLE), CAST(0 AS DOUBLE)) END AS `metric_1_companion_1`,
    CASE WHEN (CAST(`metric_2` AS DOUBLE) > CAST(500 AS DOUBLE)) THEN CAST(500 AS DOUBLE) WHEN (CAST(`metric_2` AS DOUBLE) < CAST(0 AS DOUBLE)) THEN CAST(0 AS DOUBLE) ELSE CAST(`metric_2` AS DOUBLE) END AS `metric_2`,
    CAST(`metric_2` AS DOUBLE) AS `metric_2_uncapped`,
    CASE WHEN (NOT (`metric_2` IS NULL)) THEN COALESCE(CASE WHEN (CAST(`metric_2_before` AS DOUBLE) > CAST(500 AS DOUBLE)) THEN CAST(500 AS DOUBLE) WHEN (CAST(`metric_2_before` AS DOUBLE) < CAST(0 AS DOUBLE)) THEN CAST(0 AS DOUBLE) ELSE CAST(`metric_2_before` AS DOUBLE) END, CAST(0 AS DOUBLE)) END AS `metric_2_companion_1`,
    CASE WHEN (NOT (`metric_2` IS NULL)) THEN CASE WHEN (CAST(`metric_2_before` AS DOUBLE) IS NULL) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS `metric_2_companion_2`
  FROM `all_units_1`
  CROSS JOIN `caps_1`
),
`moments_1` AS (
  SELECT
    `variant` AS `variant`,
    `exposure_date` AS `exposure_date`,
    COUNT(`metric_1`) AS `metric_1_n`,
    AVG(`metric_1`) AS `metric_1_mean`,
    VAR_SAMP(`metric_1`) AS `metric_1_variance`,
    AVG(`metric_1_uncapped`) AS `metric_1_uncapped_mean`,
    VAR_SAMP(`metric_1_uncapped`) AS `metric_1_uncapped_variance`,
    MAX(`metric_1_cap`) AS `metric_1_cap`,
    AVG(`metric_1_companion_1`) AS `metric_1_mean_1`,
    COVAR_SAMP(`metric_1_companion_1`, `metric_1`) AS `metric_1_covariance_1_0`,
    VAR_SAMP(`metric_1_companion_1`) AS `metric_1_covariance_1_1`,
    COUNT(`metric_2`) AS `metric_2_n`,
    AVG(`metric_2`) AS `metric_2_mean`,
    VAR_SAMP(`metric_2`) AS `metric_2_variance`,
    AVG(`metric_2_uncapped`) AS `metric_2_uncapped_mean`,
    VAR_SAMP(`metric_2_uncapped`) AS `metric_2_uncapped_variance`,
    AVG(`metric_2_companion_1`) AS `metric_2_mean_1`,
    COVAR_SAMP(`metric_2_companion_1`, `metric_2`) AS `metric_2_covariance_1_0`,
    VAR_SAMP(`metric_2_companion_1`) AS `metric_2_covariance_1_1`,
    AVG(`metric_2_companion_2`) AS `metric_2_mean_2`,
    COVAR_SAMP(`metric_2_companion_2`, `metric_2`) AS `metric_2_covariance_2_0`,
    COVAR_SAMP(`metric_2_companion_2`, `metric_2_companion_1`) AS `metric_2_covariance_2_1`,
    VAR_SAMP(`metric_2_companion_2`) AS `metric_2_covariance_2_2`
  FROM `numbers_1`
  GROUP BY `variant`, `exposure_date`
),
`answers` AS (
  SELECT
    `answer_parts`.`part_kind` AS `kind`,
    CAST(NULL AS STRING) AS `metric_id`,
    CAST(NULL AS STRING) AS `variant`,
    CAST(NULL AS DATE) AS `exposure_date`,
    CAST(CASE WHEN (`answer_parts`.`choice_1` = 1) THEN `crossovers` ELSE `units` END AS BIGINT) AS `n`,
    CAST(NULL AS DOUBLE) AS `mean`,
    CAST(NULL AS DOUBLE) AS `variance`,
    CAST(CASE WHEN (`answer_parts`.`choice_1` = 1) THEN NULL ELSE `first_at` END AS TIMESTAMP) AS `first_at`,
    CAST(CASE WHEN (`answer_parts`.`choice_1` = 1) THEN NULL ELSE `last_at` END AS TIMESTAMP) AS `last_at`,
    CAST(NULL AS STRING) AS `dimension`,
    CAST(NULL AS STRING) AS `dimension_value`,
    CAST(NULL AS BIGINT) AS `left_index`,
    CAST(NULL AS BIGINT) AS `right_index`
  FROM `exposed`
  CROSS JOIN (
    SELECT
      CAST('exposed' AS STRING) AS `part_kind`,
      0 AS `choice_1`
    UNION ALL
    SELECT
      CAST('crossover' AS STRING) AS `part_kind`,
      1 AS `choice_1`
  ) AS `answer_parts`
  UNION ALL
  SELECT
    CAST('traffic' AS STRING) AS `kind`,
    CAST(NULL AS STRING) AS `metric_id`,
    CAST(`variant` AS STRING) AS `variant`,
    CAST(`exposure_date` AS DATE) AS `exposure_date`,
    CAST(`units` AS BIGINT) AS `n`,
    CAST(NULL AS DOUBLE) AS `mean`,
    CAST(NULL AS DOUBLE) AS `variance`,
    CAST(NULL AS TIMESTAMP) AS `first_at`,
    CAST(NULL AS TIMESTAMP) AS `last_at`,
    CAST(NULL AS STRING) AS `dimension`,
    CAST(NULL AS STRING) AS `dimension_value`,
    CAST(NULL AS BIGINT) AS `left_index`,
    CAST(NULL AS BIGINT) AS `right_index`
  FROM `traffic`
  UNION ALL
  SELECT
    `answer_parts`.`part_kind` AS `kind`,
    `answer_parts`.`part_metric_id` AS `metric_id`,
    CAST(`variant` AS STRING) AS `variant`,
    CAST(`exposure_date` AS DATE) AS `exposure_date`,
    CAST(CASE WHEN (`answer_parts`.`choice_1` = 1) THEN `metric_1_n` ELSE `metric_2_n` END AS BIGINT) AS `n`,
    CAST(CASE WHEN (`answer_parts`.`choice_2` = 1) THEN `metric_1_mean_1` WHEN (`answer_parts`.`choice_2` = 2) THEN `metric_2_mean_1` WHEN (`answer_parts`.`choice_2` = 3) THEN `metric_1_mean` WHEN (`answer_parts`.`choice_2` = 4) THEN `metric_1_uncapped_mean` WHEN (`answer_parts`.`choice_2` = 5) THEN `metric_1_cap` WHEN (`answer_parts`.`choice_2` = 6) THEN `metric_2_mean` WHEN (`answer_parts`.`choice_2` = 7) THEN `metric_2_uncapped_mean` ELSE `metric_2_mean_2` END AS DOUBLE) AS `mean`,
    CAST(CASE WHEN (`answer_parts`.`choice_3` = 1) THEN `metric_1_uncapped_variance` WHEN (`answer_parts`.`choice_3` = 2) THEN NULL WHEN (`answer_parts`.`choice_3` = 3) THEN `metric_1_covariance_1_0` WHEN (`answer_parts`.`choice_3` = 4) THEN `metric_1_covariance_1_1` WHEN (`answer_parts`.`choice_3` = 5) THEN `metric_2_variance` WHEN (`answer_parts`.`choice_3` = 6) THEN `metric_2_uncapped_variance` WHEN (`answer_parts`.`choice_3` = 7) THEN `metric_2_covariance_1_0` WHEN (`answer_parts`.`choice_3` = 8) THEN `metric_2_covariance_1_1` WHEN (`answer_parts`.`choice_3` = 9) THEN `metric_2_covariance_2_0` WHEN (`answer_parts`.`choice_3` = 10) THEN `metric_2_covariance_2_1` WHEN (`answer_parts`.`choice_3` = 11) THEN `metric_2_covariance_2_2` ELSE `metric_1_variance` END AS DOUBLE) AS `variance`,
    CAST(NULL AS TIMESTAMP) AS `first_at`,
    CAST(NULL AS TIMESTAMP) AS `last_at`,
    CAST(NULL AS STRING) AS `dimension`,
    CAST(NULL AS STRING) AS `dimension_value`,
    `answer_parts`.`part_left_index` AS `left_index`,
    `answer_parts`.`part_right_index` AS `right_index`
  FROM `moments_1`
  CROSS JOIN (
    SELECT
      CAST('moments' AS STRING) AS `part_kind`,
      CAST('revenue' AS STRING) AS `part_metric_id`,
      CAST(NULL AS BIGINT) AS `part_left_index`,
      CAST(NULL AS BIGINT) AS `part_right_index`,
      1 AS `choice_1`,
      3 AS `choice_2`,
      0 AS `choice_3`
    UNION ALL
    SELECT
      CAST('uncapped' AS STRING) AS `part_kind`,
      CAST('revenue' AS STRING) AS `part_metric_id`,
      CAST(NULL AS BIGINT) AS `part_left_index`,
      CAST(NULL AS BIGINT) AS `part_right_index`,
      1 AS `choice_1`,
      4 AS `choice_2`,
      1 AS `choice_3`
    UNION ALL
    SELECT
      CAST('cap' AS STRING) AS `part_kind`,
      CAST('revenue' AS STRING) AS `part_metric_id`,
      CAST(NULL AS BIGINT) AS `part_left_index`,
      CAST(NULL AS BIGINT) AS `part_right_index`,
      1 AS `choice_1`,
      5 AS `choice_2`,
      2 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('revenue' AS STRING) AS `part_metric_id`,
      CAST(1 AS BIGINT) AS `part_left_index`,
      CAST(0 AS BIGINT) AS `part_right_index`,
      1 AS `choice_1`,
      1 AS `choice_2`,
      3 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('revenue' AS STRING) AS `part_metric_id`,
      CAST(1 AS BIGINT) AS `part_left_index`,
      CAST(1 AS BIGINT) AS `part_right_index`,
      1 AS `choice_1`,
      1 AS `choice_2`,
      4 AS `choice_3`
    UNION ALL
    SELECT
      CAST('moments' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(NULL AS BIGINT) AS `part_left_index`,
      CAST(NULL AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      6 AS `choice_2`,
      5 AS `choice_3`
    UNION ALL
    SELECT
      CAST('uncapped' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(NULL AS BIGINT) AS `part_left_index`,
      CAST(NULL AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      7 AS `choice_2`,
      6 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(1 AS BIGINT) AS `part_left_index`,
      CAST(0 AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      2 AS `choice_2`,
      7 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(1 AS BIGINT) AS `part_left_index`,
      CAST(1 AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      2 AS `choice_2`,
      8 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(2 AS BIGINT) AS `part_left_index`,
      CAST(0 AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      0 AS `choice_2`,
      9 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(2 AS BIGINT) AS `part_left_index`,
      CAST(1 AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      0 AS `choice_2`,
      10 AS `choice_3`
    UNION ALL
    SELECT
      CAST('companion' AS STRING) AS `part_kind`,
      CAST('largest' AS STRING) AS `part_metric_id`,
      CAST(2 AS BIGINT) AS `part_left_index`,
      CAST(2 AS BIGINT) AS `part_right_index`,
      0 AS `choice_1`,
      0 AS `choice_2`,
      11 AS `choice_3`
  ) AS `answer_parts`
  WHERE (((`answer_parts`.`choice_1` = 0) AND (`metric_2_n` > 0)) OR ((`answer_parts`.`choice_1` = 1) AND (`metric_1_n` > 0)))
)
SELECT
  `kind` AS `kind`,
  `metric_id` AS `metric_id`,
  `variant` AS `variant`,
  `exposure_date` AS `exposure_date`,
  `n` AS `n`,
  `mean` AS `mean`,
  `variance` AS `variance`,
  `first_at` AS `first_at`,
  `last_at` AS `last_at`,
  `dimension` AS `dimension`,
  `dimension_value` AS `dimension_value`,
  `left_index` AS `left_index`,
  `right_index` AS `right_index`
FROM `answers`
ORDER BY `kind`, `metric_id`, `variant`, `exposure_date`, `dimension`, `dimension_value`, `left_index`, `right_index`
