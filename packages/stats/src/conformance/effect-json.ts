import type { EffectTest } from '../fixed-horizon/effect-test';
import { intervalJson } from './adapter';
import type { JsonObject } from './case-input';

/** What cases expect of a normal test of one effect. */
export const effectWithoutDfJson = (
  test: Omit<EffectTest, 'df'>,
): JsonObject => ({
  difference: test.difference,
  std_err: test.stdErr,
  statistic: test.statistic,
  p_value: test.pValue,
  ci: intervalJson(test.ci),
});

/** The same with its degrees of freedom. */
export const effectJson = (test: EffectTest): JsonObject => ({
  ...effectWithoutDfJson(test),
  df: test.df,
});
