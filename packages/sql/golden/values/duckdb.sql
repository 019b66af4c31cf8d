SELECT
  (CAST("t"."a" AS DOUBLE) / NULLIF("t"."b", 0)) AS "quotient",
  COALESCE("t"."b", '') AS "first",
  LEAST("t"."a", 1e21) AS "low",
  GREATEST("t"."a", 1.2345678901234568e20) AS "high",
  1e-7 AS "small",
  CAST(hash(hash('a salt', "t"."b")) % 16 AS BIGINT) AS "slice"
FROM "facts" AS "t"
