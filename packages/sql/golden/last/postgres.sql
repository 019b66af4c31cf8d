SELECT
  (array_agg("t"."a" ORDER BY "t"."at" DESC, "t"."a" DESC) FILTER (WHERE ((NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))))[1] AS "last",
  (array_agg("t"."a" ORDER BY "t"."at" DESC, "t"."a" DESC) FILTER (WHERE (("t"."a" > 3) AND (NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))))[1] AS "last_large"
FROM "facts" AS "t"
GROUP BY "t"."b"
