SELECT
  argMaxOrNullIf("t"."a", tuple("t"."at", "t"."a"), ((NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))) AS "last",
  argMaxOrNullIf("t"."a", tuple("t"."at", "t"."a"), (("t"."a" > 3) AND (NOT ("t"."at" IS NULL)) AND (NOT ("t"."a" IS NULL)))) AS "last_large"
FROM "facts" AS "t"
GROUP BY "t"."b"
