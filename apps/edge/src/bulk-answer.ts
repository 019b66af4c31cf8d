import type { FlagResolution } from '@etude/resolver';
import type { FlagState } from './flag-state';
import { bulkKeys, ofrepAnswer } from './ofrep-answer';

/** By value, which belongs to one variant of one state, then by rule. */
const textsByValue = new WeakMap<object, Map<string, string>>();

const answersText = (
  resolution: FlagResolution,
  ruleReasons: FlagState['ruleReasons'],
): string =>
  bulkKeys(resolution)
    .map(key => JSON.stringify(ofrepAnswer(key, resolution, ruleReasons)))
    .join(',');

/**
 * The answers for all keys of a flag, as JSON with commas between them. What a
 * rule answers with a variant is the same for every unit, so that text is
 * written once per state.
 */
export const bulkAnswerText = (
  resolution: FlagResolution,
  ruleReasons: FlagState['ruleReasons'],
): string => {
  const { variant, value, origin } = resolution;
  // Without a variant the value is shared between flags.
  if (variant === null || value === null || origin === null) {
    return answersText(resolution, ruleReasons);
  }
  const texts = textsByValue.get(value) ?? new Map<string, string>();
  textsByValue.set(value, texts);
  const text = texts.get(origin) ?? answersText(resolution, ruleReasons);
  texts.set(origin, text);
  return text;
};
