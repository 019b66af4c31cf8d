import type { Metric } from './metric';
import type { PlanInput } from './plan-input';
import { zonePlan } from './time-zone';
import type { ZonePlan } from './time-zone';

const MS_PER_DAY = 86_400_000;
/** How far back a table of units may date exposures in its own zone. */
const TABLE_DAYS = 20 * 366;

const UTC: ZonePlan = { offsetSeconds: 0, transitions: [] };

const spanDays = ({ window, covariate }: Metric): number =>
  Math.max(
    window === null
      ? 0
      : (window.offsetDays ?? 0) +
          (window.lengthDays ?? 0) +
          (window.offsetHours + window.lengthHours) / 24,
    (covariate?.lengthDays ?? 0) + (covariate?.lengthHours ?? 0) / 24,
  );

/** The clocks of a plan over all times that it may come to. */
export const zoneOf = (input: PlanInput): ZonePlan => {
  if (input.timeZone === 'UTC') return UTC;
  const until = Date.parse(input.until);
  const from =
    input.from === null
      ? until - TABLE_DAYS * MS_PER_DAY
      : Date.parse(input.from);
  const spanMs = (Math.max(0, ...input.metrics.map(spanDays)) + 2) * MS_PER_DAY;
  return zonePlan(input.timeZone, {
    fromMs: from - spanMs,
    untilMs: until + spanMs,
  });
};
