SELECT
  CAST("t"."a" AS double) AS "double",
  CAST("t"."a" AS bigint) AS "bigint",
  CAST("t"."a" AS varchar) AS "text",
  CAST("t"."a" AS boolean) AS "boolean",
  CAST(CAST("t"."at" AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "timestamp",
  CAST("t"."at" AS date) AS "date",
  CAST(CAST(NULL AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6)) AS "no_timestamp"
FROM "facts" AS "t"
