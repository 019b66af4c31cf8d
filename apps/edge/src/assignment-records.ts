import type { AssignmentRecord as LakeAssignment } from '@etude/events';
import type {
  AssignmentRecord,
  FlagResolution,
  ResolvedCredential,
} from '@etude/resolver';

/** What of a resolution is logged; a resolve token carries as much. */
export type AppliedFlag = Pick<
  FlagResolution,
  'flag' | 'variant' | 'reason' | 'shouldApply' | 'assignment' | 'fallthroughs'
> & {
  /** When the client used it, where that is not `assignedAt` of the apply. */
  readonly appliedAt?: Date;
};

/** One apply of one client: what its assignment records share. */
export type ApplyContext = {
  readonly resolveId: string;
  /** Unique per apply; the records are numbered under it. */
  readonly logId: string;
  readonly assignedAt: Date;
  readonly credential: ResolvedCredential;
  /**
   * The log id of a record that a client may send again, also to another edge:
   * the lake holds it once. Left out where records are written with the answer.
   */
  readonly logIdOf?: (given: Given) => string;
};

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

/** One thing to log: a rule gave a unit a variant, or nothing. */
export type Given = {
  readonly applied: AppliedFlag;
  readonly record: AssignmentRecord;
  /** Null for the client default and where the unit fell through. */
  readonly variant: string | null;
  readonly reason: string;
};

/** What to log of an applied flag: the rules it fell through, then its own. */
export const givenOf = (applied: AppliedFlag): Given[] => {
  const given: Given[] = applied.fallthroughs.map(record => ({
    applied,
    record,
    variant: null,
    reason: 'FALLTHROUGH',
  }));
  const { assignment, variant, reason } = applied;
  if (assignment) given.push({ applied, record: assignment, variant, reason });
  return given;
};

/** The log records of one apply. Names become ids. */
export const assignmentRecords = (
  given: readonly Given[],
  { resolveId, logId, assignedAt, credential, logIdOf }: ApplyContext,
): LakeAssignment[] => {
  const { environments, client } = credential;
  const assignedAtText = assignedAt.toISOString();
  const environment = environments.length > 0 ? environments.join(',') : null;
  return given.map((entry, index) => {
    const { applied, record, variant, reason } = entry;
    return {
      type: 'assignment',
      assigned_at: applied.appliedAt?.toISOString() ?? assignedAtText,
      client,
      environment,
      resolve_id: resolveId,
      variant: variant === null ? null : lastPart(variant),
      reason,
      unit: record.unit,
      selector: record.selector === '' ? 'targeting_key' : record.selector,
      flag: lastPart(applied.flag),
      rule: lastPart(record.rule),
      segment: lastPart(record.segment),
      assignment_id: record.assignmentId,
      ...(logIdOf
        ? { log_id: logIdOf(entry), id_origin: 'client' }
        : { log_id: `${logId}-${index}` }),
    };
  });
};
