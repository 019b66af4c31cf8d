/** Pattern of a resource id: 4–63 lower-case letters, digits and dashes. */
export const RESOURCE_ID_PATTERN = /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/;

/**
 * True when `id` may name a flag, segment, client, metric or experiment:
 * 4–63 characters, lower-case letters, digits and dashes, no dash at an end.
 */
export const isResourceId = (id: string): boolean =>
  RESOURCE_ID_PATTERN.test(id);
