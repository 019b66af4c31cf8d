import { setTimeout as delay } from 'node:timers/promises';
import { EtudeError, hasErrorCode } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { readFlagState } from './flag-state';
import type { FlagState } from './flag-state';
import { readStoredState, writeStoredState } from './state-file';

/** What a {@link StatePoller} needs. */
export type StatePollerOptions = {
  readonly backendUrl: string;
  /** Service token of this edge. */
  readonly token: string;
  readonly pollMs: number;
  /** Where the last known state is kept. */
  readonly stateFile: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** Told when the state changes and when the backend goes or comes back. */
  readonly onEvent: (event: StateEvent) => void;
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
  /** Why the last poll failed, or null when it did not. */
  readonly lastError: () => string | null;
};

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Keeps the newest flag state: what an earlier run left on the disk at once,
 * then whatever the backend publishes. A failing backend changes nothing.
 */
export class StatePoller implements StateSource {
  readonly #options: StatePollerOptions;
  readonly #stopped = new AbortController();
  #state: FlagState | null = null;
  #lastError: string | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: StatePollerOptions) {
    this.#options = options;
  }

  current(): FlagState | null {
    return this.#state;
  }

  lastError(): string | null {
    return this.#lastError;
  }

  /** Loads the state of an earlier run, then polls until {@link stop}. */
  async start(): Promise<void> {
    await this.#loadFromDisk();
    this.#running = this.#pollUntilStopped();
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
      this.#lastError = describe(error);
      if (before === null) {
        const message = this.#lastError;
        this.#options.onEvent({ kind: 'backend-lost', message });
      }
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
    try {
      const stored = await readStoredState(this.#options.stateFile);
      if (!stored) return;
      const { etag, confirmedAtMs, state } = stored;
      this.#use(readFlagState(state, { etag, confirmedAtMs, origin: 'disk' }));
    } catch (error) {
      const message = describe(error);
      this.#options.onEvent({ kind: 'state-file-refused', message });
    }
  }

  async #fetchState(): Promise<void> {
    const response = await this.#request();
    const confirmedAtMs = this.#options.clock.now().getTime();
    if (response.status === 304 && this.#state) {
      this.#state = { ...this.#state, confirmedAtMs, origin: 'backend' };
      return;
    }
    if (!response.ok) {
      throw new EtudeError(
        `The portal answered ${response.status} to the state request. Check ETUDE_BACKEND_URL and ETUDE_EDGE_TOKEN.`,
        { code: 'ETUDE_STATE_UNAVAILABLE', kind: 'operational' },
      );
    }
    const document: unknown = await response.json();
    const etag = response.headers.get('etag');
    const origin = 'backend';
    this.#use(readFlagState(document, { etag, confirmedAtMs, origin }));
    await writeStoredState(this.#options.stateFile, {
      etag,
      confirmedAtMs,
      state: document,
    });
  }

  #request(): Promise<Response> {
    const { backendUrl, token, fetch } = this.#options;
    const headers = new Headers({ accept: 'application/json' });
    if (token !== '') headers.set('authorization', `Bearer ${token}`);
    if (this.#state?.etag) headers.set('if-none-match', this.#state.etag);
    return fetch(`${backendUrl}/api/flags/v1/state`, {
      headers,
      signal: AbortSignal.any([
        this.#stopped.signal,
        AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ]),
    });
  }

  #use(state: FlagState): void {
    this.#state = state;
    this.#options.onEvent({
      kind: 'state-loaded',
      version: state.resolver.version,
      origin: state.origin,
    });
  }
}

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch hides the reason (ECONNREFUSED…) in the cause.
  return error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : error.message;
};
