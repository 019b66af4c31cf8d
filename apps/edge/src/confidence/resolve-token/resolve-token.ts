import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import type { AssignmentRecord } from '@etude/resolver';
import type { AppliedFlag } from '../../assignment-records';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';
import { textIn } from '../proto/decoded-message';
import { wireMessage } from '../proto/wire-types';
import type { TokenCipher } from './token-cipher';

/** What a resolve token carries from the resolve to the apply. */
export type ResolveToken = {
  readonly resolveId: string;
  readonly account: string;
  /** The client that resolved. */
  readonly client: string;
  /** By flag name. */
  readonly assignments: ReadonlyMap<string, AppliedFlag>;
};

/** A flag may be applied this long after its resolve. */
export const TOKEN_LIFETIME_MS = 90 * 86_400_000;

const MATCH = 1;
const NO_SEGMENT_MATCH = 2;

const message = wireMessage('confidence.flags.resolver.v1.ResolveToken');

const fallthroughMessage = (passed: AssignmentRecord): JsonBody => ({
  rule: passed.rule,
  assignmentId: passed.assignmentId,
  targetingKey: passed.unit,
  targetingKeySelector: passed.selector,
  segment: passed.segment,
});

const assignedMessage = ({
  flag,
  variant,
  assignment,
  fallthroughs,
}: AppliedFlag): JsonBody => ({
  flag,
  reason: assignment ? MATCH : NO_SEGMENT_MATCH,
  ...(assignment && {
    targetingKey: assignment.unit,
    targetingKeySelector: assignment.selector,
    segment: assignment.segment,
    rule: assignment.rule,
    assignmentId: assignment.assignmentId,
    variant: variant ?? '',
  }),
  fallthroughAssignments: fallthroughs.map(fallthroughMessage),
});

/** Seals what a client needs to apply flags later. */
export const sealResolveToken = (
  cipher: TokenCipher,
  token: ResolveToken,
  issuedAt: Date,
): Buffer => {
  const assignments = Object.fromEntries(
    [...token.assignments].map(([flag, given]) => [
      flag,
      assignedMessage(given),
    ]),
  );
  const { resolveId, account, client } = token;
  const tokenV1 = { assignments, resolveId, account, client };
  return cipher.seal(message.encode({ tokenV1 }), issuedAt);
};

const recordOf = (body: JsonBody): AssignmentRecord => ({
  rule: textIn(body, 'rule'),
  segment: textIn(body, 'segment'),
  assignmentId: textIn(body, 'assignmentId'),
  unit: textIn(body, 'targetingKey'),
  selector: textIn(body, 'targetingKeySelector'),
});

const assignedFlag = (flag: string, body: JsonBody): AppliedFlag => {
  const passed = body['fallthroughAssignments'];
  const fallthroughs = Array.isArray(passed)
    ? passed.filter(isJsonBody).map(recordOf)
    : [];
  const variant = textIn(body, 'variant');
  const isAssigned = textIn(body, 'rule') !== '';
  return {
    flag,
    variant: variant === '' ? null : variant,
    reason: isAssigned ? 'MATCH' : 'NO_SEGMENT_MATCH',
    shouldApply: isAssigned || fallthroughs.length > 0,
    assignment: isAssigned ? recordOf(body) : null,
    fallthroughs,
  };
};

/** A token that was opened, with the time of its resolve. */
export type OpenResolveToken = ResolveToken & { readonly issuedAt: Date };

/** What a token carries, or why it is not accepted at `now`. */
export const openResolveToken = (
  cipher: TokenCipher,
  token: Uint8Array,
  now: Date,
): Result<OpenResolveToken> => {
  const opened = cipher.open(token);
  if (!opened.ok) return opened;
  const { payload, issuedAt } = opened.value;
  if (now.getTime() - issuedAt.getTime() > TOKEN_LIFETIME_MS) {
    return refused({
      code: 'ETUDE_RESOLVE_TOKEN_EXPIRED',
      message: `resolveToken is of ${issuedAt.toISOString()} and was valid for 90 days. Resolve again.`,
    });
  }
  const decoded = message.decode(payload);
  if (!decoded.ok) return decoded;
  const { tokenV1 } = decoded.value;
  const body = isJsonBody(tokenV1) ? tokenV1 : {};
  const assignments = isJsonBody(body['assignments'])
    ? body['assignments']
    : {};
  return ok({
    issuedAt,
    resolveId: textIn(body, 'resolveId'),
    account: textIn(body, 'account'),
    client: textIn(body, 'client'),
    assignments: new Map(
      Object.entries(assignments).map(([flag, given]) => [
        flag,
        assignedFlag(flag, isJsonBody(given) ? given : {}),
      ]),
    ),
  });
};
