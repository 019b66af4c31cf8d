import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck, MetricResult } from '../analysis-result';
import { checkCrossover } from './check-crossover';
import { checkData } from './check-data';
import { checkDuplicates } from './check-duplicates';
import { checkExposureGaps } from './check-exposure-gaps';
import { checkFreshness } from './check-freshness';
import { checkPreExposure } from './check-pre-exposure';
import { checkSrm } from './check-srm';
import { checkTraffic } from './check-traffic';

/**
 * Every health check of an experiment, in the order a person reads them.
 * `results` are the open results of all treatment variants.
 */
export const healthChecks = (
  input: AnalysisInput,
  results: readonly MetricResult[],
): readonly HealthCheck[] => [
  checkTraffic(input),
  checkSrm(input),
  checkPreExposure(input),
  checkCrossover(input),
  checkExposureGaps(input),
  checkDuplicates(input),
  checkFreshness(input),
  checkData(input, results),
];

// The others stay unknown for good when their data is not collected.
const AWAITED: readonly HealthCheck['id'][] = [
  'traffic',
  'srm',
  'crossover',
  'data',
];

/**
 * The checks that a decision has to wait for: unknown yet, and sure to be
 * known with more units. A check whose data nobody collects is not awaited.
 */
export const awaitedChecks = (
  health: readonly HealthCheck[],
): readonly HealthCheck[] =>
  health.filter(({ id, state }) => state === 'unknown' && AWAITED.includes(id));
