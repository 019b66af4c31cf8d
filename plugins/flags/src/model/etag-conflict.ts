/** True when someone else saved the flag since it was read. */
export const isEtagConflict = (error: Error): boolean =>
  'code' in error && error.code === 'ETUDE_FLAGS_ETAG_CONFLICT';
