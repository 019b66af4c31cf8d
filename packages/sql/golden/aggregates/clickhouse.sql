SELECT
  count("t"."a") AS "n",
  uniqExact("t"."b") AS "different",
  sum("t"."a") AS "total",
  min("t"."a") AS "smallest",
  max("t"."a") AS "largest",
  (sumKahan("t"."a") / count("t"."a")) AS "mean",
  if(count("t"."a") > 1, varSampStable("t"."a"), NULL) AS "variance",
  if(countIf(("t"."a" IS NOT NULL) AND ("t"."b" IS NOT NULL)) > 1, covarSampStable("t"."a", "t"."b"), NULL) AS "covariance"
FROM "facts" AS "t"
GROUP BY "t"."at"
