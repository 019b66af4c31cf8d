SELECT
  ((("t"."a" <= (-1)) OR ("t"."b" IN ('x', 'it''s'))) AND (("t"."a" IS NULL) IS DISTINCT FROM TRUE)) AS "e1",
  FALSE AS "e2",
  FALSE AS "e3",
  CASE WHEN ("t"."a" IS NULL) THEN 0 ELSE ("t"."a" - (-2)) END AS "e4",
  COALESCE("t"."b", '') AS "e5",
  LEAST("t"."a", 1e+21) AS "e6",
  DATE '2026-03-01' AS "e7"
FROM "t"
