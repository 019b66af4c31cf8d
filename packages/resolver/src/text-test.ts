import type { ElementRule, RangeBound, UnrecognizedRule } from '@etude/flags';
import { compilePattern } from './pattern/compile-pattern';
import { compareVersionText, parseVersion } from './version';
import { compileVersionRange } from './versions/version-range';

/** A judgement of text that needs no conversion, and so no allocation. */
export type TextTest = (text: string) => boolean;

const versionBound = (bound: RangeBound | null) =>
  bound === null ? null : parseVersion(String(bound.value.value));

const rangeTest = ({
  start,
  end,
}: Extract<ElementRule, { op: 'range' }>): TextTest | null => {
  const isOfVersions =
    (start ?? end)?.value.type === 'version' &&
    (end ?? start)?.value.type === 'version';
  if (!isOfVersions) return null;
  const first = versionBound(start);
  const last = versionBound(end);
  const lowest = start?.inclusive === true ? 0 : 1;
  const highest = end?.inclusive === true ? 0 : -1;
  return text =>
    (first === null || compareVersionText(text, first) >= lowest) &&
    (last === null || compareVersionText(text, last) <= highest);
};

/**
 * The judgement of `rule` on texts; null where texts have to be converted, or
 * where the rule cannot be read.
 */
export const textTest = (
  rule: ElementRule | UnrecognizedRule,
): TextTest | null => {
  switch (rule.op) {
    case 'eq': {
      if (rule.value?.type !== 'string') return null;
      const { value } = rule.value;
      return text => text === value;
    }
    case 'range':
      return rangeTest(rule);
    case 'startsWith':
      return text => text.startsWith(rule.value);
    case 'endsWith':
      return text => text.endsWith(rule.value);
    case 'contains':
      return text => text.includes(rule.value);
    case 'matches':
      return compilePattern(rule.pattern);
    case 'versionRange':
      return compileVersionRange(rule.range);
    default:
      return null;
  }
};
