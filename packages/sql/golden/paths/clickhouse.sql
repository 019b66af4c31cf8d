SELECT
  "orders"."a" AS "a",
  "p"."a" AS "b"
FROM "company"."sales"."orders" AS "orders"
INNER JOIN "sales"."payments" AS "p"
  ON ("orders"."a" = "p"."a")
