import type { StateFlag } from '@etude/flags';
import { backFill } from '../back-fill';
import type { ResolveReason } from '../resolution';
import type { FlagExplanation, RuleExplanation } from './explanation';
import { shortName } from './sentences';

/** The parts of an explanation that say how it ends. */
export type Ending = Pick<
  FlagExplanation,
  'reason' | 'variant' | 'value' | 'sentence'
>;

/** An ending without a value. */
export const ending = (reason: ResolveReason, sentence: string): Ending => ({
  reason,
  variant: null,
  value: null,
  sentence,
});

const valueOf = (flag: StateFlag, variant: string) => {
  const found = flag.variants.find(({ name }) => name === variant);
  return found === undefined ? null : backFill(flag.schema.fields, found.value);
};

/** The default variant, or nothing where the flag has none, and why. */
export const defaultEnding = (
  flag: StateFlag,
  reason: 'DEFAULT' | 'DISABLED' | 'PREREQUISITE_FAILED',
  why: string,
): Ending => {
  const variant = flag.defaultVariant ?? null;
  if (variant === null) {
    return ending(
      reason === 'DEFAULT' ? 'NO_SEGMENT_MATCH' : reason,
      `${why}, and the flag has no default variant: the default in the code applies.`,
    );
  }
  const value = valueOf(flag, variant);
  return value === null
    ? ending(
        'ERROR',
        `${why}, but the flag does not have its default variant '${shortName(variant)}'.`,
      )
    : {
        reason,
        variant,
        value,
        sentence: `${why}, so the default variant '${shortName(variant)}' applies.`,
      };
};

/** What the rule that matched gives. */
export const matchEnding = (flag: StateFlag, rule: RuleExplanation): Ending => {
  const name = shortName(rule.rule);
  return rule.variant === null
    ? {
        ...ending(
          'MATCH',
          `Rule '${name}' leaves it to the default in the code.`,
        ),
        value: {},
      }
    : {
        reason: 'MATCH',
        variant: rule.variant,
        value: valueOf(flag, rule.variant),
        sentence: `Rule '${name}' gives variant '${shortName(rule.variant)}'.`,
      };
};
