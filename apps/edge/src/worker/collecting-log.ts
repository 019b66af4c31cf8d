import { EVENTS_ERROR_CODES } from '@etude/events';
import type { LogCounters } from '@etude/events';
import { EtudeError, hasErrorCode } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { ResolvedCredential } from '@etude/resolver';
import type { Apply, AssignmentLog } from '../assignment-log';
import { givenOf } from '../assignment-records';
import type { Given } from '../assignment-records';
import { messageOf } from '../process-log';
import type { RecentAssignments } from '../recent-assignments';

/** What a {@link CollectingLog} needs. */
export type CollectingLogOptions = {
  /** Address of the edge that writes assignments down. */
  readonly collectUrl: string;
  /** The server secret under which the assignments of a credential go. */
  readonly secretFor: (credential: ResolvedCredential) => string | null;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly fetch: typeof fetch;
  /** Assignments that were written; null writes every one again. */
  readonly recent: RecentAssignments | null;
  /** Told why assignments could not be written. */
  readonly onProblem: (message: string) => void;
};

/** Assignments that an edge takes at once. */
const MOST_AT_ONCE = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

type Stamp = { readonly resolveId: string; readonly assignedAt: string };

const messageFor = (
  { applied, record, variant, reason }: Given,
  stamp: Stamp,
) => ({
  ...stamp,
  ...record,
  flag: applied.flag,
  variant,
  isFallthrough: reason === 'FALLTHROUGH',
});

type Message = ReturnType<typeof messageFor>;

const refused = (message: string, code: string, cause?: unknown): EtudeError =>
  new EtudeError(message, { code, kind: 'operational', cause });

/**
 * An assignment log without a disk: another edge writes the assignments down,
 * and only its word that they are on the disk lets an answer go.
 */
export class CollectingLog implements AssignmentLog {
  readonly #options: CollectingLogOptions;
  #acknowledgedLines = 0;
  #groups = 0;
  #failedGroups = 0;
  #rejectedAppends = 0;

  constructor(options: CollectingLogOptions) {
    this.#options = options;
  }

  apply(apply: Apply): Promise<void> | null {
    const { recent, clock } = this.#options;
    const now = clock.now();
    const given = apply.flags
      .filter(({ shouldApply }) => shouldApply)
      .flatMap(givenOf)
      .filter(each => !recent?.has(apply.credential, each, now.getTime()));
    return given.length === 0 ? null : this.#write(apply, given, now);
  }

  /** As a log on a disk counts; a group is a request to the edge. */
  counters(): LogCounters {
    return {
      acknowledgedLines: this.#acknowledgedLines,
      acknowledgedBytes: 0,
      groups: this.#groups,
      failedGroups: this.#failedGroups,
      rejectedAppends: this.#rejectedAppends,
      sealedFiles: 0,
      recoveredFiles: 0,
      tornBytes: 0,
      pendingBytes: 0,
      pendingSinceMs: null,
    };
  }

  async #write(
    { credential, resolveId }: Apply,
    given: readonly Given[],
    now: Date,
  ): Promise<void> {
    const stamp: Stamp = {
      resolveId: resolveId ?? this.#options.newId(),
      assignedAt: now.toISOString(),
    };
    const messages = given.map(each => messageFor(each, stamp));
    try {
      const secret = this.#secretFor(credential);
      for (let from = 0; from < messages.length; from += MOST_AT_ONCE) {
        await this.#send(messages.slice(from, from + MOST_AT_ONCE), secret);
      }
    } catch (error) {
      if (hasErrorCode(error, EVENTS_ERROR_CODES.backpressure)) {
        this.#rejectedAppends += 1;
      } else {
        this.#failedGroups += 1;
      }
      this.#options.onProblem(messageOf(error));
      throw error;
    }
    const { recent } = this.#options;
    for (const each of given) recent?.add(credential, each, now.getTime());
  }

  #secretFor(credential: ResolvedCredential): string {
    const secret = this.#options.secretFor(credential);
    if (secret !== null) return secret;
    const { client, environments } = credential;
    throw refused(
      `ETUDE_COLLECT_SECRETS has no secret of kind server for client '${client}' in ${environments.join(', ') || 'no environment'}, so its assignments cannot be written down. Create one in the portal and add it.`,
      EVENTS_ERROR_CODES.writeFailed,
    );
  }

  async #send(assignments: readonly Message[], secret: string): Promise<void> {
    const response = await this.#request(
      JSON.stringify({ assignments }),
      secret,
    );
    const { status, ok } = response;
    await response.body?.cancel();
    if (!ok) {
      throw refused(
        `The edge at ETUDE_COLLECT_URL answered ${status} to assignments. Nothing was accepted; check that it runs and knows the secrets in ETUDE_COLLECT_SECRETS.`,
        status === 429
          ? EVENTS_ERROR_CODES.backpressure
          : EVENTS_ERROR_CODES.writeFailed,
      );
    }
    this.#groups += 1;
    this.#acknowledgedLines += assignments.length;
  }

  async #request(body: string, secret: string): Promise<Response> {
    const { collectUrl, fetch } = this.#options;
    try {
      return await fetch(`${collectUrl}/v1/assignments:write`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${secret}`,
        },
        body,
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
    } catch (cause) {
      throw refused(
        `The edge at ETUDE_COLLECT_URL did not answer: ${messageOf(cause)}.`,
        EVENTS_ERROR_CODES.writeFailed,
        cause,
      );
    }
  }
}
