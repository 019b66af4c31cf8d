import {
  TIMED_RELATIONS,
  TIMELESS_RELATIONS,
  caseGroup,
  combined,
} from './case-definitions';
import type { MetricParts } from './case-definitions';
import {
  AGGREGATIONS,
  DISTINCT,
  FILTERS,
  LAST,
  OTHER_TABLES,
  PROPORTIONS,
  RATIOS,
  SHAPES,
} from './case-parts';
import {
  CAPPABLE,
  CAPS,
  COVARIATES,
  FUNNELS,
  LAST_RELATED,
  NULLS,
  QUANTILES,
  RELATED,
  RETENTION,
} from './feature-parts';
import {
  DAY_WINDOWS,
  FEW_WINDOWS,
  HOUR_WINDOWS,
  OPEN_WINDOWS,
} from './window-parts';
import type { RowCase } from './row-case';

const TABLE = {
  kind: 'table',
  factTableId: 'cohort',
  unitColumn: 'member',
  variantColumn: 'gate',
} as const;
const TIMED_TABLE = { ...TABLE, exposedAtColumn: 'joined_at' } as const;
const WITH_COVARIATES = {
  ...TIMED_TABLE,
  dimensions: ['country'],
  covariates: [
    { metricId: 'revenue', column: 'seen', missing: 'indicator' },
    { metricId: 'value per event', column: 'seen', missing: 'zero' },
    { metricId: 'largest', column: 'seen', missing: 'zero' },
  ],
} as const;

type Parts = Readonly<Record<string, MetricParts>>;

const TIMELESS: Parts = {
  'total score': {
    factTableId: 'scores',
    aggregation: 'sum',
    measure: 'score',
  },
  'largest score': {
    factTableId: 'scores',
    aggregation: 'max',
    measure: 'score',
  },
  'all purchases': { type: 'count', ...FILTERS['of purchases'] },
  'score per row': {
    factTableId: 'scores',
    type: 'ratio',
    aggregation: 'sum',
    measure: 'score',
    denominator: { aggregation: 'count', filters: [] },
  },
  'median score': {
    factTableId: 'scores',
    type: 'quantile',
    aggregation: 'sum',
    measure: 'score',
    quantile: { of: 'events', level: 0.5 },
  },
};

const FILTERED: Parts = {
  sum: AGGREGATIONS.sum,
  average: AGGREGATIONS.average,
  share: { type: 'proportion' },
};

/** Metrics of which nothing is left but their type. */
const KINDS: Parts = { ...PROPORTIONS, ...RATIOS, ...DISTINCT };

/** Covariates go with every kind that has moments. */
const COVARIED: Parts = {
  ...SHAPES,
  last: LAST.last,
  'distinct payloads': DISTINCT['distinct payloads'],
  'share among units with facts': NULLS['share among units with facts'],
  'back on day 2 to 4': RETENTION['back on day 2 to 4'],
};

const LATE = { exposureUntil: '2026-03-30T06:00:00Z' };
const TRIGGER = {
  exposureFilter: {
    factTableId: 'events',
    filters: [...(FILTERS['of purchases'].filters ?? [])],
  },
};
const DIMENSIONS = {
  dimensionSources: [
    { name: 'home', factTableId: 'traits', column: 'country' },
    {
      name: 'plan at exposure',
      factTableId: 'traits',
      column: 'plan',
      validFromColumn: 'valid_from',
    },
  ],
};

const flagCases = (): RowCase[] => [
  ...caseGroup(
    'flag',
    {},
    combined(
      { ...AGGREGATIONS, ...LAST },
      { ...HOUR_WINDOWS, ...OPEN_WINDOWS },
    ),
  ),
  ...caseGroup('filters', {}, combined(FILTERED, FILTERS)),
  ...caseGroup('kinds', {}, combined(KINDS, HOUR_WINDOWS)),
  ...caseGroup('nulls', {}, combined(NULLS, FEW_WINDOWS)),
  ...caseGroup('caps', {}, combined(CAPPABLE, CAPS)),
  ...caseGroup('retention', {}, RETENTION),
  ...caseGroup('funnels', {}, FUNNELS),
  ...caseGroup('quantiles', {}, combined(QUANTILES, FEW_WINDOWS)),
  ...caseGroup('several tables', {}, { ...SHAPES, ...OTHER_TABLES }),
  ...caseGroup('late units left out', LATE, SHAPES),
];

const covariateCases = (): RowCase[] => [
  ...caseGroup('covariates', {}, combined(COVARIED, COVARIATES)),
  ...caseGroup(
    'covariates and caps',
    {},
    combined(CAPPABLE, CAPS, {
      'with 14 days before': COVARIATES['with 14 days before'],
    }),
  ),
  ...caseGroup(
    'covariates of a table',
    { assignment: TIMED_TABLE, from: null },
    combined(COVARIED, COVARIATES),
  ),
];

const zoneCases = (): RowCase[] =>
  ['Europe/Stockholm', 'Pacific/Chatham', 'America/St_Johns', 'UTC'].flatMap(
    timeZone =>
      caseGroup(
        `days of ${timeZone}`,
        { timeZone },
        {
          ...combined(
            { sum: AGGREGATIONS.sum, largest: SHAPES.largest },
            DAY_WINDOWS,
          ),
          ...combined(
            { facts: SHAPES.facts },
            { 'with 14 days before': COVARIATES['with 14 days before'] },
          ),
          'buys in week 2': RETENTION['buys in week 2'],
        },
      ),
  );

const tableCases = (): RowCase[] => [
  ...caseGroup(
    'table without time',
    { assignment: TABLE, from: null },
    TIMELESS,
  ),
  ...caseGroup(
    'table with time',
    { assignment: TIMED_TABLE, from: null, timeZone: 'America/New_York' },
    combined(SHAPES, { ...HOUR_WINDOWS, ...DAY_WINDOWS }),
  ),
  ...caseGroup(
    'table with covariates and dimension',
    {
      from: null,
      assignment: {
        ...WITH_COVARIATES,
        dimensions: [...WITH_COVARIATES.dimensions],
        covariates: [...WITH_COVARIATES.covariates],
      },
    },
    { ...SHAPES, ...FUNNELS },
  ),
];

const exposureCases = (): RowCase[] => [
  ...caseGroup(
    'exposed by a purchase',
    TRIGGER,
    combined({ ...SHAPES, ...LAST }, FEW_WINDOWS),
  ),
  ...caseGroup(
    'exposed by a purchase until late',
    { ...TRIGGER, ...LATE, timeZone: 'Asia/Kolkata' },
    { ...SHAPES, ...FUNNELS, ...QUANTILES },
  ),
  ...caseGroup(
    'table exposed by a purchase',
    { ...TRIGGER, assignment: TABLE, from: null },
    combined(SHAPES, FEW_WINDOWS),
  ),
  ...caseGroup('dimensions of tables', DIMENSIONS, {
    ...SHAPES,
    ...LAST,
    ...FUNNELS,
  }),
  ...caseGroup(
    'dimensions with caps and covariates',
    DIMENSIONS,
    combined(
      CAPPABLE,
      { capped: CAPS['capped at its 90th percentile'] },
      COVARIATES,
    ),
  ),
];

const relationCases = (): RowCase[] => [
  ...caseGroup(
    'devices of who is logged in',
    { relations: [...TIMED_RELATIONS] },
    combined({ ...RELATED, ...LAST_RELATED }, FEW_WINDOWS),
  ),
  ...caseGroup(
    'devices of their owners',
    { relations: [...TIMELESS_RELATIONS] },
    {
      ...RELATED,
      ...combined(
        { 'seconds on a device': RELATED['seconds on a device'] },
        COVARIATES,
      ),
    },
  ),
  ...caseGroup(
    'exposed by a visit',
    {
      relations: [...TIMED_RELATIONS],
      exposureFilter: { factTableId: 'visits', filters: [] },
    },
    { ...RELATED, facts: SHAPES.facts },
  ),
];

/**
 * Named cases of every kind of metric, generated from the axes of
 * `case-parts`: run each with `runRowCase` on an engine that holds the tables
 * of `rowTables`, and compare with `expectedMoments`.
 */
export const rowCases = (): readonly RowCase[] => [
  ...flagCases(),
  ...covariateCases(),
  ...zoneCases(),
  ...tableCases(),
  ...exposureCases(),
  ...relationCases(),
];
