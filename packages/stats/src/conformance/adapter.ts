import type { Interval } from '../fixed-horizon/effect-test';
import type { StatsResult } from '../result';
import type { JsonObject } from './case-input';

/** Computes the JSON output of one kind of case from its JSON input. */
export type Adapter = (input: JsonObject) => StatsResult<JsonObject>;

/** A table of adapters by kind. */
export type AdapterTable = Readonly<Record<string, Adapter>>;

/** Changes the value of a result, keeps a refusal. */
export const mapResult = <T, U>(
  result: StatsResult<T>,
  change: (value: T) => U,
): StatsResult<U> =>
  result.ok ? { ok: true, value: change(result.value) } : result;

/** An interval as JSON: infinite ends become null. */
export const intervalJson = (
  ci: Interval,
): readonly [number | null, number | null] => [
  Number.isFinite(ci[0]) ? ci[0] : null,
  Number.isFinite(ci[1]) ? ci[1] : null,
];
