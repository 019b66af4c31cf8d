SELECT
  (ARRAY_AGG(`t`.`a` IGNORE NULLS ORDER BY `t`.`a`)[SAFE_OFFSET(CAST(FLOOR(((COUNT(`t`.`a`) - 1) * 9.5e-1)) AS INT64))] + (ARRAY_AGG(`t`.`a` IGNORE NULLS ORDER BY `t`.`a`)[SAFE_OFFSET(CAST(CEIL(((COUNT(`t`.`a`) - 1) * 9.5e-1)) AS INT64))] - ARRAY_AGG(`t`.`a` IGNORE NULLS ORDER BY `t`.`a`)[SAFE_OFFSET(CAST(FLOOR(((COUNT(`t`.`a`) - 1) * 9.5e-1)) AS INT64))]) * (((COUNT(`t`.`a`) - 1) * 9.5e-1) - FLOOR(((COUNT(`t`.`a`) - 1) * 9.5e-1)))) AS `p95`
FROM `facts` AS `t`
GROUP BY `t`.`b`
