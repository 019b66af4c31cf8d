SELECT
  countIf("t"."a", ("t"."a" > 3)) AS "n",
  uniqExactIf("t"."b", ("t"."a" > 3)) AS "different",
  sumOrNullIf("t"."a", ("t"."a" > 3)) AS "total",
  minOrNullIf("t"."a", ("t"."a" > 3)) AS "smallest",
  maxOrNullIf("t"."a", ("t"."a" > 3)) AS "largest",
  (sumKahanOrNullIf("t"."a", ("t"."a" > 3)) / countIf("t"."a", ("t"."a" > 3))) AS "mean"
FROM "facts" AS "t"
