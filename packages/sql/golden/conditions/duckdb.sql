SELECT
  ((("t"."a" <= (-1)) OR ("t"."b" IN ('x', 'it''s'))) AND (("t"."a" IS NULL) IS DISTINCT FROM TRUE)) AS "either",
  (NOT ("t"."b" IN ('x'))) AS "not_in",
  FALSE AS "none",
  FALSE AS "in_nothing",
  CASE WHEN ("t"."a" IS NULL) THEN 0 ELSE ("t"."a" - (-2)) END AS "otherwise"
FROM "facts" AS "t"
