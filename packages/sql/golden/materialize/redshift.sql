WITH
"kept" AS (
  SELECT
    1 AS "a"
),
"folded" AS (
  SELECT
    1 AS "a"
),
"open" AS (
  SELECT
    1 AS "a"
)
SELECT
  "kept"."a" AS "a"
FROM "kept"
UNION ALL
SELECT
  "folded"."a" AS "a"
FROM "folded"
UNION ALL
SELECT
  "open"."a" AS "a"
FROM "open"
