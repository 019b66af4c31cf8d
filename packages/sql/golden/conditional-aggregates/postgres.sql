SELECT
  COUNT("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "n",
  COUNT(DISTINCT "t"."b") FILTER (WHERE ("t"."a" > 3)) AS "different",
  SUM("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "total",
  MIN("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "smallest",
  MAX("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "largest",
  AVG("t"."a") FILTER (WHERE ("t"."a" > 3)) AS "mean"
FROM "facts" AS "t"
