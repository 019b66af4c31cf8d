WITH
`exposures` AS (
  SELECT
    CAST(`source`.`unit` AS STRING) AS `unit`,
    MIN(CAST('all' AS STRING)) AS `variant`,
    MIN(CAST(`source`.`event_time` AS TIMESTAMP)) AS `exposed_at`,
    (MIN(CAST('all' AS STRING)) <> MAX(CAST('all' AS STRING))) AS `is_crossover`
  FROM `events` AS `source`
  WHERE ((`source`.`date` >= DATE '2026-01-01') AND (`source`.`date` <= DATE '2026-01-29') AND (CAST(`source`.`event_time` AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000Z') AND (CAST(`source`.`event_time` AS TIMESTAMP) < TIMESTAMP '2026-01-29 00:00:00.000Z') AND (NOT (CAST(`source`.`unit` AS STRING) IS NULL)) AND (NOT (CAST('all' AS STRING) IS NULL)))
  GROUP BY CAST(`source`.`unit` AS STRING)
  HAVING ((MIN(CAST('all' AS STRING)) <> MAX(CAST('all' AS STRING))) OR (MIN(CAST('all' AS STRING)) IN ('all')))
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
    timestamp_micros(unix_micros(`exposures`.`exposed_at`) + 604800000000) AS `after_604800s`
  FROM `exposures`
  WHERE (NOT `exposures`.`is_crossover`)
),
`traffic` AS (
  SELECT
    `variant` AS `variant`,
    `exposure_date` AS `exposure_date`,
    COUNT(*) AS `units`,
    COUNT(`exposed_at`) FILTER (WHERE (`exposed_at` <= TIMESTAMP '2026-01-22 00:00:00.000Z')) AS `units_closed_604800s`
  FROM `units`
  GROUP BY `variant`, `exposure_date`
),
`facts_1` AS (
  SELECT
    CAST(`source`.`unit` AS STRING) AS `unit`,
    CAST(`source`.`event_time` AS TIMESTAMP) AS `fact_at`
  FROM `events` AS `source`
  WHERE ((`source`.`date` >= DATE '2026-01-01') AND (`source`.`date` <= DATE '2026-01-29') AND (CAST(`source`.`event_time` AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00.000Z') AND (CAST(`source`.`event_time` AS TIMESTAMP) < TIMESTAMP '2026-01-29 00:00:00.000Z'))
),
`unit_values_1` AS (
  SELECT
    `units`.`unit` AS `unit`,
    `units`.`variant` AS `variant`,
    `units`.`exposed_at` AS `exposed_at`,
    COUNT(1) FILTER (WHERE (`facts`.`fact_at` < `units`.`after_604800s`)) AS `metric_1`
  FROM `facts_1` AS `facts`
  INNER JOIN `units`
    ON ((`facts`.`unit` = `units`.`unit`) AND (`facts`.`fact_at` >= `units`.`exposed_at`))
  GROUP BY `units`.`unit`, `units`.`variant`, `units`.`exposed_at`
),
`numbers_1` AS (
  SELECT
    `variant` AS `variant`,
    CAST(`exposed_at` AS DATE) AS `exposure_date`,
    CASE WHEN (`exposed_at` <= TIMESTAMP '2026-01-22 00:00:00.000Z') THEN CAST(`metric_1` AS DOUBLE) END AS `metric_1`
  FROM `unit_values_1`
),
`moments_1` AS (
  SELECT
    `variant` AS `variant`,
    `exposure_date` AS `exposure_date`,
    COUNT(`metric_1`) AS `metric_1_n`,
    AVG(`metric_1`) AS `metric_1_mean`,
    VAR_SAMP(`metric_1`) AS `metric_1_variance`
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
    `answer_parts`.`part_kind` AS `kind`,
    `answer_parts`.`part_metric_id` AS `metric_id`,
    CAST(`variant` AS STRING) AS `variant`,
    CAST(`exposure_date` AS DATE) AS `exposure_date`,
    CAST(CASE WHEN (`answer_parts`.`choice_1` = 1) THEN `units_closed_604800s` ELSE `units` END AS BIGINT) AS `n`,
    CAST(NULL AS DOUBLE) AS `mean`,
    CAST(NULL AS DOUBLE) AS `variance`,
    CAST(NULL AS TIMESTAMP) AS `first_at`,
    CAST(NULL AS TIMESTAMP) AS `last_at`,
    CAST(NULL AS STRING) AS `dimension`,
    CAST(NULL AS STRING) AS `dimension_value`,
    CAST(NULL AS BIGINT) AS `left_index`,
    CAST(NULL AS BIGINT) AS `right_index`
  FROM `traffic`
  CROSS JOIN (
    SELECT
      CAST('traffic' AS STRING) AS `part_kind`,
      CAST(NULL AS STRING) AS `part_metric_id`,
      0 AS `choice_1`
    UNION ALL
    SELECT
      CAST('eligible' AS STRING) AS `part_kind`,
      CAST('views' AS STRING) AS `part_metric_id`,
      1 AS `choice_1`
  ) AS `answer_parts`
  WHERE ((`answer_parts`.`choice_1` = 0) OR ((`answer_parts`.`choice_1` = 1) AND (`units_closed_604800s` > 0)))
  UNION ALL
  SELECT
    CAST('moments' AS STRING) AS `kind`,
    CAST('views' AS STRING) AS `metric_id`,
    CAST(`variant` AS STRING) AS `variant`,
    CAST(`exposure_date` AS DATE) AS `exposure_date`,
    CAST(`metric_1_n` AS BIGINT) AS `n`,
    CAST(`metric_1_mean` AS DOUBLE) AS `mean`,
    CAST(`metric_1_variance` AS DOUBLE) AS `variance`,
    CAST(NULL AS TIMESTAMP) AS `first_at`,
    CAST(NULL AS TIMESTAMP) AS `last_at`,
    CAST(NULL AS STRING) AS `dimension`,
    CAST(NULL AS STRING) AS `dimension_value`,
    CAST(NULL AS BIGINT) AS `left_index`,
    CAST(NULL AS BIGINT) AS `right_index`
  FROM `moments_1`
  WHERE (`metric_1_n` > 0)
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
