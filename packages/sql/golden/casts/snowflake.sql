SELECT
  CAST("t"."a" AS DOUBLE) AS "double",
  CAST("t"."a" AS BIGINT) AS "bigint",
  CAST("t"."a" AS VARCHAR) AS "text",
  CAST("t"."a" AS BOOLEAN) AS "boolean",
  CAST(CONVERT_TIMEZONE('UTC', "t"."at") AS TIMESTAMP_NTZ(6)) AS "timestamp",
  CAST("t"."at" AS DATE) AS "date",
  CAST(NULL AS TIMESTAMP_NTZ(6)) AS "no_timestamp"
FROM "facts" AS "t"
