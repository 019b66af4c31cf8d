SELECT
  TIMESTAMP '2026-03-01 12:00:00.500' AS "instant",
  DATE '2026-03-01' AS "day",
  ("t"."at" + INTERVAL '0.001' SECOND * 5400000) AS "later",
  ("t"."at" + INTERVAL '0.001' SECOND * -250) AS "earlier",
  ("t"."at" + INTERVAL '0.001' SECOND * CAST(ROUND(CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END * 1e3) AS bigint)) AS "shifted",
  ((CAST(to_unixtime(TIMESTAMP '2026-03-01 12:00:00.500') * 1e6 AS bigint) - CAST(to_unixtime("t"."at") * 1e6 AS bigint)) / 1e6) AS "seconds",
  date_trunc('hour', "t"."at") AS "hour",
  date_trunc('day', "t"."at") AS "day_begin",
  date_trunc('week', "t"."at") AS "week",
  date_trunc('month', "t"."at") AS "month"
FROM "facts" AS "t"
