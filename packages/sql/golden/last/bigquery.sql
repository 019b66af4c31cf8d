SELECT
  ARRAY_AGG(CASE WHEN ((NOT (`t`.`at` IS NULL)) AND (NOT (`t`.`a` IS NULL))) THEN `t`.`a` END IGNORE NULLS ORDER BY `t`.`at` DESC, `t`.`a` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `last`,
  ARRAY_AGG(CASE WHEN ((`t`.`a` > 3) AND (NOT (`t`.`at` IS NULL)) AND (NOT (`t`.`a` IS NULL))) THEN `t`.`a` END IGNORE NULLS ORDER BY `t`.`at` DESC, `t`.`a` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `last_large`
FROM `facts` AS `t`
GROUP BY `t`.`b`
