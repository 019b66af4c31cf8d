SELECT
  AVG("t"."a") AS "mean",
  VAR_SAMP("t"."a") AS "variance",
  COVAR_SAMP("t"."a", "t"."b") AS "covariance",
  SUM("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "large",
  ("t"."at" + make_interval(secs => 5400)) AS "later",
  CAST(EXTRACT(EPOCH FROM (TIMESTAMP '2026-03-01 12:00:00.500' - "t"."at")) AS double precision) AS "seconds",
  date_trunc('week', "t"."at") AS "week",
  CAST("t"."a" AS double precision) AS "double",
  CAST("t"."a" AS text) AS "text"
FROM "facts" AS "t"
GROUP BY "t"."a", "t"."at"
