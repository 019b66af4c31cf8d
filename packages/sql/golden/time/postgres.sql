SELECT
  TIMESTAMP '2026-03-01 12:00:00.500' AS "instant",
  DATE '2026-03-01' AS "day",
  ("t"."at" + make_interval(secs => 5400)) AS "later",
  ("t"."at" + make_interval(secs => (-2.5e-1))) AS "earlier",
  ("t"."at" + make_interval(secs => CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END)) AS "shifted",
  CAST(EXTRACT(EPOCH FROM (TIMESTAMP '2026-03-01 12:00:00.500' - "t"."at")) AS double precision) AS "seconds",
  date_trunc('hour', "t"."at") AS "hour",
  date_trunc('day', "t"."at") AS "day_begin",
  date_trunc('week', "t"."at") AS "week",
  date_trunc('month', "t"."at") AS "month"
FROM "facts" AS "t"
