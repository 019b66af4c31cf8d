import type { ContextField } from '@etude/plugin-flags-common';

const merged = (a: ContextField, b: ContextField): ContextField => ({
  path: a.path,
  types: [...new Set([...a.types, ...b.types])],
  // Two clients that send different things leave nothing to go by.
  kind: a.kind === b.kind ? a.kind : null,
  count: a.count + b.count,
  lastSeenAt: a.lastSeenAt > b.lastSeenAt ? a.lastSeenAt : b.lastSeenAt,
});

/** The fields that any of several clients send, by path. */
export const mergedFields = (
  schemas: readonly (readonly ContextField[])[],
): ContextField[] => {
  const byPath = new Map<string, ContextField>();
  for (const field of schemas.flat()) {
    const known = byPath.get(field.path);
    byPath.set(field.path, known ? merged(known, field) : field);
  }
  return [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
};
