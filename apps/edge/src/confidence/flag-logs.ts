import type { AppliedFlag } from '../assignment-records';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { repeatableLogIds } from './apply-flags';
import { timeOfTimestamp } from './proto/timestamp';
import { messagesIn, textIn } from './proto/decoded-message';
import { wireMessage } from './proto/wire-types';
import { isExportedDefault } from './state-export/default-rule';
import { refuse, whenDurable } from './wire-result';
import type { WireResult } from './wire-result';
import { openServerSession } from './wire-session';
import type { WireDeps, WireSession } from './wire-session';

const request = wireMessage(
  'confidence.flags.resolver.v1.WriteFlagLogsRequest',
);

/** Segment by rule name, which fall-throughs in logs do not carry. */
const segmentsOf = ({ state }: WireSession): ReadonlyMap<string, string> =>
  new Map(
    state.document.flags.flatMap(flag =>
      flag.rules.map(rule => [rule.name, rule.segment]),
    ),
  );

type Reading = {
  readonly segments: ReadonlyMap<string, string>;
  readonly receivedAt: Date;
};

const EARLIEST = Date.UTC(2000, 0, 1);

const appliedAtOf = (logged: JsonBody, receivedAt: Date): Date => {
  const time = timeOfTimestamp(logged['applyTime']);
  return time && time.getTime() >= EARLIEST && time < receivedAt
    ? time
    : receivedAt;
};

const appliedFlag = (
  logged: JsonBody,
  { segments, receivedAt }: Reading,
): AppliedFlag | null => {
  const record = (body: JsonBody, segment: string) => ({
    rule: textIn(body, 'rule'),
    assignmentId: textIn(body, 'assignmentId'),
    unit: textIn(body, 'targetingKey'),
    selector: textIn(body, 'targetingKeySelector'),
    segment:
      segment === '' ? (segments.get(textIn(body, 'rule')) ?? '') : segment,
  });
  const info = isJsonBody(logged['assignmentInfo'])
    ? logged['assignmentInfo']
    : {};
  const rule = textIn(logged, 'rule');
  const isAssigned = rule !== '' && !isExportedDefault(rule);
  const variant = textIn(info, 'variant');
  const fallthroughs = messagesIn(logged, 'fallthroughAssignments').map(
    passed => record(passed, ''),
  );
  const flag = textIn(logged, 'flag');
  if (flag === '' || (!isAssigned && fallthroughs.length === 0)) return null;
  return {
    flag,
    variant: variant === '' ? null : variant,
    reason: isAssigned ? 'MATCH' : 'NO_SEGMENT_MATCH',
    shouldApply: true,
    assignment: isAssigned ? record(logged, textIn(info, 'segment')) : null,
    fallthroughs,
    appliedAt: appliedAtOf(logged, receivedAt),
  };
};

/** Flag logs of a resolver in a customer's process, as they came in. */
export type FlagLogsInput = {
  readonly secret: string | null;
  /** `WriteFlagLogsRequest` in protobuf. */
  readonly bytes: Uint8Array;
};

/**
 * Logs the assignments that a resolver elsewhere has made, on the disk before
 * it answers. Telemetry and counts in the request are not kept.
 */
export const writeFlagLogs = async (
  deps: WireDeps,
  { secret, bytes }: FlagLogsInput,
): Promise<WireResult<null>> => {
  const session = openServerSession(deps, secret);
  if (!session.ok) return session;
  const decoded = request.decode(bytes);
  if (!decoded.ok) {
    return refuse('invalidArgument', decoded.problems[0]?.message ?? '');
  }
  const { credential } = session.value;
  const reading = {
    segments: segmentsOf(session.value),
    receivedAt: deps.clock.now(),
  };
  const written = messagesIn(decoded.value, 'flagAssigned').map(
    async assigned => {
      const resolveId = textIn(assigned, 'resolveId');
      const flags = messagesIn(assigned, 'flags').flatMap(
        logged => appliedFlag(logged, reading) ?? [],
      );
      const logIdOf = repeatableLogIds(deps, resolveId);
      await deps.assignments.apply({ credential, resolveId, flags, logIdOf });
    },
  );
  return whenDurable(Promise.all(written).then(() => undefined));
};
