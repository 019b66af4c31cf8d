SELECT
  quantileExactInclusiveOrNull(0.95)("t"."a") AS "p95"
FROM "facts" AS "t"
GROUP BY "t"."b"
