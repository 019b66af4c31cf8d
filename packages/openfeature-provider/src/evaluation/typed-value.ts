import type { JsonValue } from '@etude/flags';

/** The kinds of values an OpenFeature client asks for. */
export type ValueKind = 'boolean' | 'string' | 'number' | 'object';

const kindOf = (value: JsonValue): ValueKind => {
  const type = typeof value;
  return type === 'boolean' || type === 'string' || type === 'number'
    ? type
    : 'object';
};

/** Why `value` is not what was asked for, or null when it is. */
export const kindProblem = (
  key: string,
  value: JsonValue,
  asked: ValueKind,
): string | null => {
  const found = kindOf(value);
  return found === asked
    ? null
    : `'${key}' is of type ${found}, but was asked for as ${asked}. Ask for the type of its schema, or for one property as '<flag>.<property>'.`;
};
