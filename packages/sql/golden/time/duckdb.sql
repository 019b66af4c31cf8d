SELECT
  TIMESTAMP '2026-03-01 12:00:00.500' AS "instant",
  DATE '2026-03-01' AS "day",
  ("t"."at" + to_microseconds(5400000000)) AS "later",
  ("t"."at" + to_microseconds(-250000)) AS "earlier",
  ("t"."at" + to_microseconds(CAST(ROUND(CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END * 1e6) AS BIGINT))) AS "shifted",
  ((epoch_us(TIMESTAMP '2026-03-01 12:00:00.500') - epoch_us("t"."at")) / 1e6) AS "seconds",
  date_trunc('hour', "t"."at") AS "hour",
  date_trunc('day', "t"."at") AS "day_begin",
  date_trunc('week', "t"."at") AS "week",
  date_trunc('month', "t"."at") AS "month"
FROM "facts" AS "t"
