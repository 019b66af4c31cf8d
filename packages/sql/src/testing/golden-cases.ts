import type { GoldenCase } from './golden-case';
import { EVERY_ENGINE } from './golden-case';
import {
  aggregates,
  casts,
  conditionalAggregates,
  conditions,
  last,
  quantile,
  rowNumbers,
  time,
  values,
} from './golden-expressions';
import { hostile, materialize, paths, structure } from './golden-queries';

/** The queries of `golden/<case>`; a new engine has to answer every one. */
export const GOLDEN_CASES: Readonly<Record<string, GoldenCase>> = {
  structure: { query: structure, dialects: EVERY_ENGINE },
  materialize: { query: materialize, dialects: EVERY_ENGINE },
  paths: { query: paths, dialects: EVERY_ENGINE },
  hostile: { query: hostile, dialects: EVERY_ENGINE },
  conditions: { query: conditions, dialects: EVERY_ENGINE },
  values: { query: values, dialects: EVERY_ENGINE },
  casts: { query: casts, dialects: EVERY_ENGINE },
  time: { query: time, dialects: EVERY_ENGINE },
  aggregates: { query: aggregates, dialects: EVERY_ENGINE },
  'conditional-aggregates': {
    query: conditionalAggregates,
    dialects: EVERY_ENGINE,
  },
  quantile: { query: quantile, dialects: EVERY_ENGINE },
  last: {
    query: last,
    dialects: {
      ...EVERY_ENGINE,
      redshift: { unsupported: 'neither MAX_BY nor arrays of a group' },
    },
  },
  'row-numbers': { query: rowNumbers, dialects: EVERY_ENGINE },
};
