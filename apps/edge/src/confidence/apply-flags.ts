import type { Given } from '../assignment-records';
import { openResolveToken } from './resolve-token/resolve-token';
import { refuse, whenDurable } from './wire-result';
import type { WireResult } from './wire-result';
import { openSession } from './wire-session';
import type { WireDeps } from './wire-session';

/** A flag that a client has used, and when by the client's clock. */
export type UsedFlag = {
  readonly flag: string;
  readonly applyTime: Date | null;
};

/** An apply, whatever it came over. */
export type ApplyInput = {
  readonly secret: string | null;
  readonly token: Uint8Array;
  readonly flags: readonly UsedFlag[];
  /** When the client sent it, by the client's clock. */
  readonly sendTime: Date | null;
};

const APPLIED: WireResult<null> = { ok: true, value: null };

/**
 * When a flag was used, by the clock of the edge: how long before sending it
 * was used is known, whatever the clock of the client says. Never before the
 * resolve, nor after the receipt.
 */
export const correctedApplyTime = (
  applyTime: Date | null,
  sendTime: Date | null,
  { receivedAt, issuedAt }: { receivedAt: Date; issuedAt: Date },
): Date => {
  if (!applyTime) return receivedAt;
  const base = sendTime ? receivedAt.getTime() - sendTime.getTime() : 0;
  const time = base + applyTime.getTime();
  const earliest = Math.min(issuedAt.getTime(), receivedAt.getTime());
  return new Date(Math.min(Math.max(time, earliest), receivedAt.getTime()));
};

/**
 * Makes log ids of a resolve's records that are the same on every edge, so
 * that an apply that is sent again adds no row to the lake.
 */
export const repeatableLogIds =
  ({ sha256 }: Pick<WireDeps, 'sha256'>, resolveId: string) =>
  ({ applied, record }: Given): string =>
    sha256(
      JSON.stringify([
        resolveId,
        applied.flag,
        record.rule,
        record.assignmentId,
        // Logs of resolvers elsewhere may leave the resolve id out.
        record.unit,
      ]),
    );

/**
 * Logs that flags were used, once per resolve and flag, before it answers. An
 * empty token is of a resolve that was applied already: nothing to do.
 */
export const applyFlags = async (
  deps: WireDeps,
  input: ApplyInput,
): Promise<WireResult<null>> => {
  const session = openSession(deps, input.secret);
  if (!session.ok) return session;
  if (input.token.length === 0) return APPLIED;
  const { state, credential } = session.value;
  const receivedAt = deps.clock.now();
  const opened = openResolveToken(deps.tokens, input.token, receivedAt);
  if (!opened.ok) {
    const [problem] = opened.problems;
    return refuse('invalidArgument', problem?.message ?? 'resolveToken');
  }
  const token = opened.value;
  if (
    token.account !== state.resolver.account ||
    token.client !== credential.client
  ) {
    return refuse(
      'invalidArgument',
      'resolveToken was given to another client. Apply with the secret of the client that resolved.',
    );
  }
  const missing = input.flags.filter(
    ({ flag }) => !token.assignments.has(flag),
  );
  if (missing.length > 0) {
    return refuse(
      'invalidArgument',
      `resolveToken has no assignment of ${missing.map(({ flag }) => `'${flag}'`).join(', ')}. Apply only flags of this resolve with shouldApply.`,
    );
  }
  const bounds = { receivedAt, issuedAt: token.issuedAt };
  const used = new Map(input.flags.map(({ flag, ...use }) => [flag, use]));
  const flags = [...used].flatMap(([flag, { applyTime }]) => {
    const given = token.assignments.get(flag);
    const appliedAt = correctedApplyTime(applyTime, input.sendTime, bounds);
    return given ? [{ ...given, appliedAt }] : [];
  });
  const { resolveId } = token;
  const logIdOf = repeatableLogIds(deps, resolveId);
  return whenDurable(
    deps.assignments.apply({ credential, resolveId, flags, logIdOf }),
  );
};
