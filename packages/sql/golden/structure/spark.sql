WITH
`raw` AS (
  SELECT
    `a` AS `a`
  FROM (
  SELECT 'x
  y' AS a -- mine
  ) AS `source`
),
`both` AS (
  SELECT
    '1' AS `a`
  UNION ALL
  SELECT
    NULL AS `a`
)
SELECT
  `t`.`a` AS `a`,
  COUNT(*) AS `n`
FROM (
  SELECT
    `a` AS `a`
  FROM `raw`
) AS `t`
LEFT JOIN `both`
  ON (`t`.`a` = `both`.`a`)
CROSS JOIN `raw` AS `every`
WHERE (NOT (`t`.`a` IS NULL))
GROUP BY `t`.`a`
HAVING (COUNT(*) > 1)
ORDER BY `t`.`a`, COUNT(*) DESC
