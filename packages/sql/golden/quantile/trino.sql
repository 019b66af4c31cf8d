SELECT
  element_at(transform(ARRAY[array_sort(array_agg("t"."a") FILTER (WHERE ("t"."a" IS NOT NULL)))], v -> v[CAST(floor(((cardinality(v) - 1) * 9.5e-1)) AS bigint) + 1] + (v[CAST(ceiling(((cardinality(v) - 1) * 9.5e-1)) AS bigint) + 1] - v[CAST(floor(((cardinality(v) - 1) * 9.5e-1)) AS bigint) + 1]) * (((cardinality(v) - 1) * 9.5e-1) - floor(((cardinality(v) - 1) * 9.5e-1)))), 1) AS "p95"
FROM "facts" AS "t"
GROUP BY "t"."b"
