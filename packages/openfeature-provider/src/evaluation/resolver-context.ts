import type { EvaluationContext } from '@etude/resolver';

// OpenFeature contexts may hold dates, which JSON and the resolver know as
// ISO 8601 texts.
const jsonOf = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, jsonOf(inner)]),
    );
  }
  return value;
};

/**
 * An OpenFeature context as the resolver reads it: JSON, with the unit under
 * `targeting_key`, as every Confidence SDK sends it.
 */
export const contextForResolver = (
  context: Readonly<Record<string, unknown>>,
): EvaluationContext => {
  const resolved: Record<string, unknown> = {};
  for (const name of Object.keys(context)) {
    const value = context[name];
    if (name === 'targetingKey') {
      resolved['targeting_key'] = value;
    } else if (name !== '__proto__') {
      resolved[name] =
        typeof value === 'object' && value !== null ? jsonOf(value) : value;
    }
  }
  return resolved;
};
