SELECT
  CAST("t"."a" AS DOUBLE) AS "double",
  CAST("t"."a" AS BIGINT) AS "bigint",
  CAST("t"."a" AS VARCHAR) AS "text",
  CAST("t"."a" AS BOOLEAN) AS "boolean",
  CAST("t"."at" AS TIMESTAMP) AS "timestamp",
  CAST("t"."at" AS DATE) AS "date",
  CAST(NULL AS TIMESTAMP) AS "no_timestamp"
FROM "facts" AS "t"
