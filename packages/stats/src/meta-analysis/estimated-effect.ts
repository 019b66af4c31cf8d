import { checkFinite, checkPositive, checkRange } from '../input-checks';
import type { StatsProblem } from '../result';

/** The effect one experiment found, with the standard error of it. */
export type EstimatedEffect = {
  readonly estimate: number;
  readonly stdErr: number;
};

/** Problems of a list of effects that needs `least` of them. */
export const checkEffects = (
  effects: readonly EstimatedEffect[],
  least: number,
): readonly StatsProblem[] => [
  ...(effects.length >= least
    ? []
    : [
        {
          code: 'ETUDE_STATS_TOO_FEW_UNITS' as const,
          path: 'effects',
          message: `effects has ${effects.length} entries: at least ${least} experiments are needed to tell how effects differ between them. Add experiments, or show the single results.`,
        },
      ]),
  ...effects.flatMap((effect, i) => [
    ...checkFinite(effect.estimate, `effects[${i}].estimate`),
    ...checkPositive(effect.stdErr, `effects[${i}].stdErr`),
    ...(effect.stdErr > 0
      ? checkRange({
          [`effects[${i}].statistic²`]: (effect.estimate / effect.stdErr) ** 2,
          [`effects[${i}].weight`]: 1 / effect.stdErr ** 2,
          [`effects[${i}].variance`]: effect.stdErr ** 2,
        })
      : []),
  ]),
];
