SELECT
  COUNT("t"."a") AS "n",
  COUNT(DISTINCT "t"."b") AS "different",
  SUM("t"."a") AS "total",
  MIN("t"."a") AS "smallest",
  MAX("t"."a") AS "largest",
  AVG("t"."a") AS "mean",
  VAR_SAMP("t"."a") AS "variance",
  COVAR_SAMP("t"."a", "t"."b") AS "covariance"
FROM "facts" AS "t"
GROUP BY "t"."at"
