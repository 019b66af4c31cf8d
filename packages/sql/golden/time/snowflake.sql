SELECT
  CAST('2026-03-01 12:00:00.500' AS TIMESTAMP_NTZ(6)) AS "instant",
  DATE '2026-03-01' AS "day",
  DATEADD(microsecond, 5400000000, "t"."at") AS "later",
  DATEADD(microsecond, -250000, "t"."at") AS "earlier",
  DATEADD(microsecond, CAST(ROUND(CASE WHEN ("t"."at" < CAST('2026-03-01 12:00:00.500' AS TIMESTAMP_NTZ(6))) THEN 3600 ELSE 7200 END * 1e6) AS BIGINT), "t"."at") AS "shifted",
  (CAST(DATEDIFF(microsecond, "t"."at", CAST('2026-03-01 12:00:00.500' AS TIMESTAMP_NTZ(6))) AS DOUBLE) / 1e6) AS "seconds",
  DATE_TRUNC('hour', "t"."at") AS "hour",
  DATE_TRUNC('day', "t"."at") AS "day_begin",
  DATEADD(day, 1 - DAYOFWEEKISO("t"."at"), DATE_TRUNC('day', "t"."at")) AS "week",
  DATE_TRUNC('month', "t"."at") AS "month"
FROM "facts" AS "t"
