SELECT
  CAST("t"."a" AS Nullable(Float64)) AS "double",
  CAST("t"."a" AS Nullable(Int64)) AS "bigint",
  CAST("t"."a" AS Nullable(String)) AS "text",
  CAST("t"."a" AS Nullable(Bool)) AS "boolean",
  CAST("t"."at" AS Nullable(DateTime64(6, 'UTC'))) AS "timestamp",
  CAST("t"."at" AS Nullable(Date32)) AS "date",
  CAST(NULL AS Nullable(DateTime64(6, 'UTC'))) AS "no_timestamp"
FROM "facts" AS "t"
