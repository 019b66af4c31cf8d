SELECT
  ROW_NUMBER() OVER (PARTITION BY "t"."b" ORDER BY "t"."at", "t"."a" DESC) AS "nth",
  ROW_NUMBER() OVER (ORDER BY "t"."at") AS "overall"
FROM "facts" AS "t"
