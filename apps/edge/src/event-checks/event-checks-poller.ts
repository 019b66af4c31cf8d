import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from '@etude/kernel';
import type { Clock, Problem } from '@etude/kernel';
import { describeFailure, fetchPortalDocument } from '../portal-document';
import type { ProcessLog } from '../process-log';
import { readStoredState, writeStoredState } from '../state-file';
import { compileEventChecks } from './event-checks';
import type { CompiledChecks, EventChecks } from './event-checks';
import type { EventRefusals } from './event-refusals';

/** What an {@link EventChecksPoller} needs. */
export type EventChecksPollerOptions = {
  readonly backendUrl: string;
  /** Service token of this edge. */
  readonly token: string;
  readonly pollMs: number;
  /** Where the last known definitions are kept. */
  readonly file: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly refusals: EventRefusals;
  /** Told of new definitions, and when the portal goes or comes back. */
  readonly report: ProcessLog;
};

const NOTHING: readonly Problem[] = [];

/**
 * Checks events against the newest definitions: those that an earlier run left
 * on the disk at once, then whatever the portal publishes. A portal that fails
 * changes nothing; before the first definitions every event passes.
 */
export class EventChecksPoller implements EventChecks {
  readonly #options: EventChecksPollerOptions;
  readonly #stopped = new AbortController();
  #checks: CompiledChecks = new Map();
  #etag: string | null = null;
  /** What {@link #checks} was compiled from. */
  #body: string | null = null;
  #lastError: string | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: EventChecksPollerOptions) {
    this.#options = options;
  }

  /** Definitions that events are checked against. */
  get size(): number {
    return this.#checks.size;
  }

  problemsOf(event: string, payload: unknown): readonly Problem[] {
    const check = this.#checks.get(event);
    if (check === undefined) return NOTHING;
    const problems = check(payload);
    if (problems.length > 0) this.#options.refusals.add(event, problems);
    return problems;
  }

  /** Loads what an earlier run left, then follows until {@link stop}. */
  async start(): Promise<void> {
    await this.#loadFromDisk();
    this.#running = this.#pollUntilStopped();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Asks the portal once; a failure is reported once, not thrown. */
  async poll(): Promise<void> {
    const { report } = this.#options;
    const before = this.#lastError;
    try {
      await this.#fetchChecks();
      this.#lastError = null;
      if (before !== null) report('event-checks-back');
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      const message = describeFailure(error);
      this.#lastError = message;
      if (before === null) report('event-checks-lost', { message });
    }
  }

  async #pollUntilStopped(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.poll();
      await delay(this.#options.pollMs, undefined, { signal }).catch(
        (error: unknown) => {
          if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
        },
      );
    }
  }

  async #loadFromDisk(): Promise<void> {
    const { file, report } = this.#options;
    try {
      const stored = await readStoredState(file);
      if (stored) this.#use(stored, 'disk');
    } catch (error) {
      report('event-checks-file-refused', { message: describeFailure(error) });
    }
  }

  async #fetchChecks(): Promise<void> {
    const { clock, file } = this.#options;
    const document = await fetchPortalDocument({
      ...this.#options,
      path: '/metrics/v1/event-checks',
      what: 'event definitions',
      etag: this.#etag,
      signal: this.#stopped.signal,
    });
    // Where a proxy strips the ETag, every answer brings all of them.
    if (document === null || document.body === this.#body) return;
    this.#use(document, 'backend');
    const confirmedAtMs = clock.now().getTime();
    await writeStoredState(file, { ...document, confirmedAtMs });
  }

  #use(
    { body, etag }: { readonly body: string; readonly etag: string | null },
    origin: 'backend' | 'disk',
  ): void {
    this.#checks = compileEventChecks(body);
    this.#etag = etag;
    this.#body = body;
    this.#options.report('event-checks-loaded', { events: this.size, origin });
  }
}
