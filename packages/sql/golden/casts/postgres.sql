SELECT
  CAST("t"."a" AS double precision) AS "double",
  CAST("t"."a" AS bigint) AS "bigint",
  CAST("t"."a" AS text) AS "text",
  CAST("t"."a" AS boolean) AS "boolean",
  CAST("t"."at" AS timestamp) AS "timestamp",
  CAST("t"."at" AS date) AS "date",
  CAST(NULL AS timestamp) AS "no_timestamp"
FROM "facts" AS "t"
