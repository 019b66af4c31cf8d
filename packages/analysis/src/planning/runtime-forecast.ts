import type { Problem } from '@etude/kernel';
import type { Runtime, StatsResult } from '@etude/stats';
import { estimateRuntime, expectedUnitsByDay } from '@etude/stats';
import type { PlanSampleSizeInput } from './sample-size-plan';

/** Units to wait for, and days until the last of their values is complete. */
export type UnitsNeed = { readonly units: number; readonly windowDays: number };

/** Days of a plan; `low` and `high` as in `PlanRuntime`. */
export type DaysNeeded = {
  readonly days: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly extrapolated: boolean;
};

/** Answers when units will be there, from the traffic of a plan. */
export type RuntimeForecast = {
  /** Days of history; null when only a number of units per day is known. */
  readonly historyDays: number | null;
  /** Null when the units are not reached. */
  readonly daysUntil: (needs: readonly UnitsNeed[]) => DaysNeeded | null;
  /** Units over all variants by the end of a day of exposure. */
  readonly unitsBy: (day: number) => number;
  /** Why the traffic tells nothing, or why so many units never come. */
  readonly problemsFor: (units: number) => readonly Problem[];
};

type Arrivals = Parameters<typeof expectedUnitsByDay>[0];

const arrivalsOf = ({
  traffic,
  unitsPerDay,
}: PlanSampleSizeInput): Omit<Arrivals, 'day'> | undefined => {
  if (traffic !== undefined) {
    return {
      cumulativeUniqueUnits: traffic.cumulativeUnits,
      trafficShare: traffic.exposureShare ?? 1,
    };
  }
  return unitsPerDay !== undefined && unitsPerDay > 0
    ? { cumulativeUniqueUnits: [unitsPerDay], trafficShare: 1 }
    : undefined;
};

const windowed = (
  { days, interval, reachedWithinHistory }: Runtime,
  windowDays: number,
): DaysNeeded => {
  const [low = null, high = null] = interval ?? [];
  return {
    days: days + windowDays,
    low: low === null ? null : low + windowDays,
    high: high === null || high === Infinity ? null : high + windowDays,
    extrapolated: !reachedWithinHistory,
  };
};

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

/** The forecast of a plan's traffic; undefined when it has none. */
export const runtimeForecast = (
  input: PlanSampleSizeInput,
): RuntimeForecast | undefined => {
  const arrivals = arrivalsOf(input);
  if (arrivals === undefined) return undefined;
  const known = new Map<number, StatsResult<Runtime>>();
  const runtimeOf = (units: number): StatsResult<Runtime> => {
    const requiredTotal = Math.ceil(units);
    const runtime =
      known.get(requiredTotal) ??
      estimateRuntime({ ...arrivals, requiredTotal });
    known.set(requiredTotal, runtime);
    return runtime;
  };
  return {
    historyDays: input.traffic?.cumulativeUnits.length ?? null,
    daysUntil: needs => {
      let all: DaysNeeded | null = null;
      for (const { units, windowDays } of needs) {
        const runtime = runtimeOf(units);
        if (!runtime.ok) return null;
        const own = windowed(runtime.value, windowDays);
        all =
          all === null
            ? own
            : {
                days: Math.max(all.days, own.days),
                low: latest(all.low, own.low),
                high: latest(all.high, own.high),
                extrapolated: all.extrapolated || own.extrapolated,
              };
      }
      return all;
    },
    unitsBy: day => {
      const units = expectedUnitsByDay({ ...arrivals, day });
      return units.ok ? units.value : Number.NaN;
    },
    problemsFor: units => {
      const runtime = runtimeOf(units);
      return runtime.ok
        ? []
        : runtime.problems.map(problem => ({ ...problem, path: 'traffic' }));
    },
  };
};
