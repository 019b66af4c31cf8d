import type { Clock } from '@etude/kernel';
import type { ResolvedCredential } from '@etude/resolver';
import { AssignmentLines } from './assignment-lines';
import { assignedOf, givenOf } from './assignment-records';
import type { AppliedFlag, Given } from './assignment-records';
import type { AppendLines } from './durable-answer';
import type { RecentAssignments } from './recent-assignments';

/** An apply: flags that a client is taken to use. */
export type Apply = {
  readonly credential: ResolvedCredential;
  /** Id of the resolve; made anew when left out. */
  readonly resolveId?: string;
  readonly flags: readonly AppliedFlag[];
  /** Makes the log ids of records that the client may send again. */
  readonly logIdOf?: (given: Given) => string;
};

/** Where applied flags are written down. */
export type AssignmentLog = {
  /**
   * Resolves once the assignments of every flag that should apply are on the
   * disk; null when they are there already or there are none.
   */
  readonly apply: (apply: Apply) => Promise<void> | null;
};

/** What an assignment log is made of. */
export type AssignmentLogDeps = {
  readonly append: AppendLines;
  readonly clock: Clock;
  /** A new identifier of letters and digits. */
  readonly newId: () => string;
  /** Assignments that are on the disk; null writes every one again. */
  readonly recent: RecentAssignments | null;
};

const toWrite = (
  { credential, flags }: Apply,
  recent: RecentAssignments | null,
  nowMs: number,
): Given[] => {
  const given: Given[] = [];
  for (const applied of flags) {
    if (!applied.shouldApply) continue;
    // Nearly always there is one entry, and it is known.
    if (applied.fallthroughs.length === 0) {
      const entry = assignedOf(applied);
      if (entry && !recent?.has(credential, entry, nowMs)) given.push(entry);
      continue;
    }
    for (const entry of givenOf(applied)) {
      if (!recent?.has(credential, entry, nowMs)) given.push(entry);
    }
  }
  return given;
};

/** Writes assignments to the log, leaving out what it holds already. */
export const createAssignmentLog = (deps: AssignmentLogDeps): AssignmentLog => {
  const { recent } = deps;
  const lines = new AssignmentLines();
  const write = (
    { credential, resolveId, logIdOf }: Apply,
    given: readonly Given[],
    assignedAt: Date,
  ): Promise<void> => {
    const logId = deps.newId();
    const written = deps.append(
      lines.of(given, {
        resolveId: resolveId ?? logId,
        logId,
        assignedAt,
        credential,
        ...(logIdOf && { logIdOf }),
      }),
    );
    if (recent === null) return written;
    const nowMs = assignedAt.getTime();
    return written.then(() => {
      for (const entry of given) recent.add(credential, entry, nowMs);
    });
  };
  return {
    apply: apply => {
      const now = deps.clock.now();
      const given = toWrite(apply, recent, now.getTime());
      return given.length === 0 ? null : write(apply, given, now);
    },
  };
};
