import type { IncrementInspection, PartitionDay } from '@etude/sql';
import type { ComputationPlan } from '../computation-plan';
import { factsFrom } from '../fact-time';
import type { FlagUnits } from './assignment-queries';
import { daysInPeriod } from './kept-days';

/**
 * Below so many bytes of files, days are read again each time. Measured: over
 * 31 MB of Parquet, which are 1.4 M facts, a day more costs two thirds of reading
 * everything, which takes a quarter of a second on two cores; over 5 MB it
 * costs more. To keep the days at first costs twice as much as to read
 * them.
 */
export const KEEP_FROM_BYTES = 32 * 2 ** 20;

const sumOfBytes = (days: readonly PartitionDay[]): number =>
  days.reduce((sum, { bytes }) => sum + bytes, 0);

/** Bytes of the files with the days that a computation reads in full. */
export const bytesToRead = (
  plan: ComputationPlan,
  units: FlagUnits,
  { days }: IncrementInspection,
): number => {
  const read = plan.scans.map(scan => {
    const table = scan.source.kind === 'table' ? scan.source.table : '';
    const from = factsFrom(plan, scan);
    return daysInPeriod(days[table] ?? [], { from, until: plan.until });
  });
  return sumOfBytes([
    ...daysInPeriod(days['assignments'] ?? [], units),
    ...read.flat(),
  ]);
};
