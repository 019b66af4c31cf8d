SELECT
  FAVG("t"."a") AS "mean",
  VAR_SAMP("t"."a") AS "variance",
  COVAR_SAMP("t"."a", "t"."b") AS "covariance",
  SUM("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "large",
  ("t"."at" + to_microseconds(5400000000)) AS "later",
  ((epoch_us(TIMESTAMP '2026-03-01 12:00:00.500') - epoch_us("t"."at")) / 1e6) AS "seconds",
  date_trunc('week', "t"."at") AS "week",
  CAST("t"."a" AS DOUBLE) AS "double",
  CAST("t"."a" AS VARCHAR) AS "text"
FROM "facts" AS "t"
GROUP BY "t"."a", "t"."at"
