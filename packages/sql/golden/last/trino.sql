SELECT
  max_by("t"."a", ROW("t"."at", "t"."a")) FILTER (WHERE ((NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))) AS "last",
  max_by("t"."a", ROW("t"."at", "t"."a")) FILTER (WHERE (("t"."a" > 3) AND (NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))) AS "last_large"
FROM "facts" AS "t"
GROUP BY "t"."b"
