SELECT
  TIMESTAMP '2026-03-01 12:00:00.500' AS "instant",
  DATE '2026-03-01' AS "day",
  DATEADD(second, 5400, "t"."at") AS "later",
  DATEADD(microsecond, 750000, DATEADD(second, -1, "t"."at")) AS "earlier",
  DATEADD(microsecond, CAST(ROUND((CAST(CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END AS DOUBLE PRECISION) - FLOOR(CAST(CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END AS DOUBLE PRECISION))) * 1e6) AS INTEGER), DATEADD(second, CAST(FLOOR(CAST(CASE WHEN ("t"."at" < TIMESTAMP '2026-03-01 12:00:00.500') THEN 3600 ELSE 7200 END AS DOUBLE PRECISION)) AS INTEGER), "t"."at")) AS "shifted",
  (CAST(DATEDIFF(microsecond, "t"."at", TIMESTAMP '2026-03-01 12:00:00.500') AS DOUBLE PRECISION) / 1e6) AS "seconds",
  DATE_TRUNC('hour', "t"."at") AS "hour",
  DATE_TRUNC('day', "t"."at") AS "day_begin",
  DATE_TRUNC('week', "t"."at") AS "week",
  DATE_TRUNC('month', "t"."at") AS "month"
FROM "facts" AS "t"
