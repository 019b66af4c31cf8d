SELECT
  percentile(`t`.`a`, 0.95) AS `p95`
FROM `facts` AS `t`
GROUP BY `t`.`b`
