SELECT
  COUNT(CASE WHEN ("t"."a" > 3) THEN "t"."a" END) AS "n",
  COUNT(DISTINCT CASE WHEN ("t"."a" > 3) THEN "t"."b" END) AS "different",
  SUM(CASE WHEN ("t"."a" > 3) THEN "t"."a" END) AS "total",
  MIN(CASE WHEN ("t"."a" > 3) THEN "t"."a" END) AS "smallest",
  MAX(CASE WHEN ("t"."a" > 3) THEN "t"."a" END) AS "largest",
  FAVG(CASE WHEN ("t"."a" > 3) THEN "t"."a" END) AS "mean"
FROM "facts" AS "t"
