SELECT
  TIMESTAMP '2026-03-01 12:00:00.500Z' AS `instant`,
  DATE '2026-03-01' AS `day`,
  timestamp_micros(unix_micros(`t`.`at`) + 5400000000) AS `later`,
  timestamp_micros(unix_micros(`t`.`at`) + -250000) AS `earlier`,
  timestamp_micros(unix_micros(`t`.`at`) + CAST(ROUND(CASE WHEN (`t`.`at` < TIMESTAMP '2026-03-01 12:00:00.500Z') THEN 3600 ELSE 7200 END * 1e6) AS BIGINT)) AS `shifted`,
  ((unix_micros(TIMESTAMP '2026-03-01 12:00:00.500Z') - unix_micros(`t`.`at`)) / 1e6) AS `seconds`,
  date_trunc('hour', `t`.`at`) AS `hour`,
  date_trunc('day', `t`.`at`) AS `day_begin`,
  date_trunc('week', `t`.`at`) AS `week`,
  date_trunc('month', `t`.`at`) AS `month`
FROM `facts` AS `t`
