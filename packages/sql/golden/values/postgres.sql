SELECT
  (CAST("t"."a" AS double precision) / NULLIF("t"."b", 0)) AS "quotient",
  COALESCE("t"."b", '') AS "first",
  LEAST("t"."a", 1e21) AS "low",
  GREATEST("t"."a", 1.2345678901234568e20) AS "high",
  1e-7 AS "small",
  abs(mod(hashtextextended('a salt' || "t"."b", 0), 16)) AS "slice"
FROM "facts" AS "t"
