import type { ComputationPlan } from '../computation-plan';
import { dailyAssignments, unitsWithoutPrefix } from './assignment-queries';
import type { FlagUnits } from './assignment-queries';
import { exposedUnits } from './exposed-units';
import { sqlOf } from './increment-context';
import { mergedQuery, partsQuery } from './scan-queries';

/** Any instant: what is kept does not depend on it. */
const SOME_TIME = '2000-01-01T00:00:00.000Z';

/**
 * What is kept of a plan, in full: the SQL that makes it, but for the end of
 * the analysis. Plans with the same text may share what is kept; what a newer
 * version computes in another way has another text.
 */
export const keptIdentity = (
  plan: ComputationPlan & {
    readonly units: FlagUnits;
  },
): string => {
  const units = { ...plan.units, until: SOME_TIME };
  const timeless = { ...plan, units, until: SOME_TIME };
  const queries = [
    dailyAssignments(units, plan.slice, 'days'),
    exposedUnits(timeless, units, unitsWithoutPrefix()),
    ...plan.scans.flatMap(scan => {
      const increment = { plan: timeless, scan, generation: 0 };
      return [partsQuery(increment, 'days', 'all'), mergedQuery(increment, [])];
    }),
  ];
  const tables = plan.scans.map(({ source }) => source);
  return [JSON.stringify([plan.zone, tables]), ...queries.map(sqlOf)].join(
    '\n',
  );
};
