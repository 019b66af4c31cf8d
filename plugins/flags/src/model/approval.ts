/** True when a change was refused because somebody has to approve it first. */
export const needsApproval = (error: Error | undefined): boolean =>
  error !== undefined &&
  'code' in error &&
  error.code === 'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT';
