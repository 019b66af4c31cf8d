SELECT
  toDateTime64('2026-03-01 12:00:00.500', 6, 'UTC') AS "instant",
  toDate32('2026-03-01') AS "day",
  addMicroseconds("t"."at", 5400000000) AS "later",
  addMicroseconds("t"."at", -250000) AS "earlier",
  addMicroseconds("t"."at", CAST(ROUND(CASE WHEN ("t"."at" < toDateTime64('2026-03-01 12:00:00.500', 6, 'UTC')) THEN 3600 ELSE 7200 END * 1e6) AS Nullable(Int64))) AS "shifted",
  (dateDiff('microsecond', "t"."at", toDateTime64('2026-03-01 12:00:00.500', 6, 'UTC')) / 1e6) AS "seconds",
  toDateTime64(date_trunc('hour', "t"."at"), 6, 'UTC') AS "hour",
  toDateTime64(date_trunc('day', "t"."at"), 6, 'UTC') AS "day_begin",
  toDateTime64(date_trunc('week', "t"."at"), 6, 'UTC') AS "week",
  toDateTime64(date_trunc('month', "t"."at"), 6, 'UTC') AS "month"
FROM "facts" AS "t"
