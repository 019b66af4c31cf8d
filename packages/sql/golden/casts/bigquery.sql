SELECT
  CAST(`t`.`a` AS FLOAT64) AS `double`,
  CAST(`t`.`a` AS INT64) AS `bigint`,
  CAST(`t`.`a` AS STRING) AS `text`,
  CAST(`t`.`a` AS BOOL) AS `boolean`,
  CAST(`t`.`at` AS TIMESTAMP) AS `timestamp`,
  CAST(`t`.`at` AS DATE) AS `date`,
  CAST(NULL AS TIMESTAMP) AS `no_timestamp`
FROM `facts` AS `t`
