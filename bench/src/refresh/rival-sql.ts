import { FROM, UNTIL } from './generate-lake';

/** A metric as the rivals' SQL has it: which events, and what of them. */
type RivalMetric = {
  readonly name: string;
  readonly event: string;
  readonly value: string;
  /** Hours after exposure; null for the whole analysis. */
  readonly hours: number | null;
  /** One row per unit becomes 1 or 0. */
  readonly isProportion: boolean;
};

/** The same metrics as in `refresh-request.ts`. */
export const RIVAL_METRICS: readonly RivalMetric[] = [
  {
    name: 'streamed',
    event: 'stream',
    value: 'value',
    hours: null,
    isProportion: false,
  },
  {
    name: 'searches',
    event: 'search',
    value: '1',
    hours: null,
    isProportion: false,
  },
  {
    name: 'buyers',
    event: 'purchase',
    value: '1',
    hours: null,
    isProportion: true,
  },
  {
    name: 'spent-in-a-week',
    event: 'purchase',
    value: 'value',
    hours: 168,
    isProportion: false,
  },
];

const inWindow = ({ hours }: RivalMetric): string =>
  hours === null
    ? 'm.event_time >= u.exposed_at'
    : `m.event_time >= u.exposed_at AND m.event_time < u.exposed_at + INTERVAL ${hours} HOUR`;

const isClosed = ({ hours }: RivalMetric): string =>
  hours === null
    ? 'TRUE'
    : `exposed_at <= TIMESTAMP '${UNTIL.slice(0, 10)}' - INTERVAL ${hours} HOUR`;

/**
 * The experiment query of the nearest open platform, in its shape: first
 * exposures with `count(distinct)` for units of several variants, facts as one
 * column per metric, a LEFT JOIN from the units so that those without facts
 * stay, COALESCE at every level, and sums with sums of squares at the end.
 */
export const rivalSql = (metrics: readonly RivalMetric[]): string => `
  WITH exposures AS (
    SELECT unit, assigned_at, variant FROM assignments
    WHERE flag = 'checkout' AND rule = 'ab-test'
      AND assigned_at >= TIMESTAMP '${FROM.slice(0, 10)}'
      AND assigned_at < TIMESTAMP '${UNTIL.slice(0, 10)}'
  ), units AS (
    SELECT unit,
      CASE WHEN count(DISTINCT variant) > 1 THEN '__multiple__'
        ELSE max(variant) END AS variant,
      min(assigned_at) AS exposed_at
    FROM exposures GROUP BY unit
  ), facts AS (
    SELECT unit, event_time,
      ${metrics.map((metric, index) => `CASE WHEN event = '${metric.event}' THEN ${metric.value} ELSE NULL END AS m${index}`).join(',\n      ')}
    FROM events
    WHERE event_time >= TIMESTAMP '${FROM.slice(0, 10)}'
      AND event_time < TIMESTAMP '${UNTIL.slice(0, 10)}'
      AND (${[...new Set(metrics.map(({ event }) => `event = '${event}'`))].join(' OR ')})
  ), joined AS (
    SELECT u.variant, u.unit, u.exposed_at,
      ${metrics.map((metric, index) => `CASE WHEN ${inWindow(metric)} THEN m.m${index} ELSE NULL END AS v${index}`).join(',\n      ')}
    FROM units AS u LEFT JOIN facts AS m ON m.unit = u.unit
    WHERE u.variant <> '__multiple__'
  ), per_unit AS (
    SELECT variant, unit, exposed_at,
      ${metrics.map(({ isProportion }, index) => (isProportion ? `CASE WHEN coalesce(count(v${index}), 0) > 0 THEN 1 ELSE 0 END AS y${index}` : `sum(coalesce(v${index}, 0)) AS y${index}`)).join(',\n      ')}
    FROM joined GROUP BY variant, unit, exposed_at
  )
  SELECT variant, count(*) AS users,
    ${metrics.map((metric, index) => `sum(CASE WHEN ${isClosed(metric)} THEN 1 ELSE 0 END) AS n${index}, sum(coalesce(CASE WHEN ${isClosed(metric)} THEN y${index} END, 0)) AS sum${index}, sum(power(coalesce(CASE WHEN ${isClosed(metric)} THEN y${index} END, 0), 2)) AS squares${index}`).join(',\n    ')}
  FROM per_unit GROUP BY variant`;
