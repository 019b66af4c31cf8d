import type { AssignmentRecord as LakeAssignment } from '@etude/events';
import type {
  AssignmentRecord,
  FlagResolution,
  ResolvedCredential,
} from '@etude/resolver';

/** One resolve of one client: what its assignment records share. */
export type ResolveContext = {
  readonly resolveId: string;
  readonly assignedAt: Date;
  readonly credential: ResolvedCredential;
};

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

/**
 * The records to log for applied resolutions: the assignment of each and the
 * rules it fell through. Names become ids.
 */
export const assignmentRecords = (
  resolutions: readonly FlagResolution[],
  { resolveId, assignedAt, credential }: ResolveContext,
): LakeAssignment[] => {
  const records: LakeAssignment[] = [];
  const { environments, client } = credential;
  const shared = {
    type: 'assignment' as const,
    assigned_at: assignedAt.toISOString(),
    client,
    environment: environments.length > 0 ? environments.join(',') : null,
    resolve_id: resolveId,
  };
  const add = (
    flag: string,
    given: AssignmentRecord,
    outcome: { variant: string | null; reason: string },
  ) => {
    records.push({
      ...shared,
      ...outcome,
      unit: given.unit,
      selector: given.selector === '' ? 'targeting_key' : given.selector,
      flag: lastPart(flag),
      rule: lastPart(given.rule),
      segment: lastPart(given.segment),
      assignment_id: given.assignmentId,
      log_id: `${resolveId}-${records.length}`,
    });
  };
  for (const { flag, shouldApply, ...resolution } of resolutions) {
    if (!shouldApply) continue;
    for (const passed of resolution.fallthroughs) {
      add(flag, passed, { variant: null, reason: 'FALLTHROUGH' });
    }
    if (resolution.assignment) {
      const { variant, reason } = resolution;
      add(flag, resolution.assignment, {
        variant: variant === null ? null : lastPart(variant),
        reason,
      });
    }
  }
  return records;
};
