import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { readFlagState } from './flag-state';
import type { FlagState } from './flag-state';
import { describeFailure, fetchPortalDocument } from './portal-document';
import { followStateEvents } from './state-events';
import { readStoredState, writeStoredState } from './state-file';
import type { StoredState } from './state-file';
import type { VerifyState } from './state-signature';

/** What a {@link StatePoller} needs. */
export type StatePollerOptions = {
  readonly backendUrl: string;
  /** Service token of this edge. */
  readonly token: string;
  /** Pause between two polls while the portal does not announce changes. */
  readonly pollMs: number;
  /** Age from which the state counts as stale. */
  readonly staleMs: number;
  /** Where the last known state is kept. */
  readonly stateFile: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly verify: VerifyState;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Told when the state changes and when the backend goes or comes back. */
  readonly onEvent: (event: StateEvent) => void;
  /** Told of every state that is new. */
  readonly onState?: (state: FlagState) => void;
};

/** Something an operator wants to know about the state. */
export type StateEvent =
  | { kind: 'state-loaded'; version: string; origin: FlagState['origin'] }
  | { kind: 'state-file-refused'; message: string }
  | { kind: 'backend-lost'; message: string }
  | { kind: 'backend-back' };

/** The state to answer from, and how it is doing. */
export type StateSource = {
  readonly current: () => FlagState | null;
  /** Whether the backend has not confirmed the state for too long. */
  readonly isStale: () => boolean;
  /** Why the last poll failed, or null when it did not. */
  readonly lastError: () => string | null;
  /** Whether the portal announces changes itself. */
  readonly isPushed: () => boolean;
};

/** Pause between two polls while the portal announces changes. */
const PUSHED_POLL_MS = 15_000;

/**
 * Keeps the newest flag state: what an earlier run left on the disk at once,
 * then whatever the backend publishes. The backend announces changes; polling
 * covers what the announcements miss. A failing backend changes nothing.
 */
export class StatePoller implements StateSource {
  readonly #options: StatePollerOptions;
  readonly #stopped = new AbortController();
  #state: FlagState | null = null;
  /** SHA-256 of what {@link #state} was read from. */
  #bodyHash: string | null = null;
  #lastError: string | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #isPushed = false;
  /** Ends the pause before the next poll. */
  #wake: () => void = () => undefined;
  #due = 0;

  constructor(options: StatePollerOptions) {
    this.#options = options;
  }

  current(): FlagState | null {
    return this.#state;
  }

  isStale(): boolean {
    const { clock, staleMs } = this.#options;
    return (
      this.#state !== null &&
      clock.now().getTime() - this.#state.confirmedAtMs > staleMs
    );
  }

  lastError(): string | null {
    return this.#lastError;
  }

  isPushed(): boolean {
    return this.#isPushed;
  }

  /** Loads the state of an earlier run, then follows until {@link stop}. */
  async start(): Promise<void> {
    await this.#loadFromDisk();
    const { backendUrl, token, fetch, random } = this.#options;
    this.#running = Promise.all([
      this.#pollUntilStopped(),
      followStateEvents({
        backendUrl,
        token,
        fetch,
        random,
        signal: this.#stopped.signal,
        onState: etag => {
          if (etag === null || etag !== this.#state?.etag) this.#pollSoon();
        },
        onConnection: isOpen => {
          this.#isPushed = isOpen;
        },
      }),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Asks the backend once; a failure is kept for the status, not thrown. */
  async poll(): Promise<void> {
    const before = this.#lastError;
    try {
      await this.#fetchState();
      this.#lastError = null;
      if (before !== null) this.#options.onEvent({ kind: 'backend-back' });
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#lastError = describeFailure(error);
      if (before === null) {
        const message = this.#lastError;
        this.#options.onEvent({ kind: 'backend-lost', message });
      }
    }
  }

  #pollSoon(): void {
    this.#due += 1;
    this.#wake();
  }

  async #pollUntilStopped(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const due = this.#due;
      await this.poll();
      // Nothing was announced while the portal answered.
      if (this.#due === due) await this.#pause(signal);
    }
  }

  async #pause(stopped: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const { pollMs } = this.#options;
    const ms = this.#isPushed ? Math.max(pollMs, PUSHED_POLL_MS) : pollMs;
    const signal = AbortSignal.any([stopped, woken.signal]);
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
    });
  }

  async #loadFromDisk(): Promise<void> {
    try {
      const stored = await readStoredState(this.#options.stateFile);
      if (stored) this.#use(stored, 'disk');
    } catch (error) {
      const message = describeFailure(error);
      this.#options.onEvent({ kind: 'state-file-refused', message });
    }
  }

  async #fetchState(): Promise<void> {
    const { backendUrl, token, fetch, clock, stateFile } = this.#options;
    const document = await fetchPortalDocument({
      backendUrl,
      token,
      fetch,
      path: '/flags/v1/state',
      what: 'the state',
      etag: this.#state?.etag ?? null,
      signal: this.#stopped.signal,
    });
    const confirmedAtMs = clock.now().getTime();
    // Where a proxy strips the ETag, every answer brings the whole state.
    if (
      document === null ||
      (this.#state && this.#bodyHash === hash('sha256', document.body))
    ) {
      this.#confirm(confirmedAtMs);
      return;
    }
    const stored: StoredState = { ...document, confirmedAtMs };
    this.#use(stored, 'backend');
    await writeStoredState(stateFile, stored);
  }

  #confirm(confirmedAtMs: number): void {
    if (!this.#state) return;
    this.#state = { ...this.#state, confirmedAtMs, origin: 'backend' };
  }

  #use(stored: StoredState, origin: FlagState['origin']): void {
    const { etag, confirmedAtMs, body, signature } = stored;
    this.#options.verify(body, signature);
    const document: unknown = JSON.parse(body);
    const state = readFlagState(document, { etag, confirmedAtMs, origin });
    this.#state = state;
    this.#bodyHash = hash('sha256', body);
    this.#options.onEvent({
      kind: 'state-loaded',
      version: state.resolver.version,
      origin,
    });
    this.#options.onState?.(state);
  }
}
