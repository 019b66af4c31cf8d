import { watchChanges } from '../delivery/change-stream';
import { requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';
import { readLocalState } from './local-state';
import type { LocalState } from './local-state';
import type { ServerSettings } from './server-provider-options';

/** Told what happens to the state. */
export type StateFeedEvents = {
  /** Another state than before. */
  readonly onChange: () => void;
  /** The state has not been confirmed for longer than the limit. */
  readonly onStale: () => void;
  /** A stale state was confirmed again. */
  readonly onFresh: () => void;
};

/** Keeps the state of a client up to date: by push, and by polling. */
export class StateFeed {
  readonly #connection: EdgeConnection;
  readonly #settings: ServerSettings;
  readonly #events: StateFeedEvents;
  readonly #stopped = new AbortController();
  #state: LocalState | null = null;
  #confirmedAtMs = 0;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #polling: Promise<void> | undefined;

  constructor(
    connection: EdgeConnection,
    settings: ServerSettings,
    events: StateFeedEvents,
  ) {
    this.#connection = connection;
    this.#settings = settings;
    this.#events = events;
    if (settings.bootstrap) {
      this.#state = readLocalState(settings.bootstrap, null);
    }
  }

  /** The state to resolve with; null before there is one. */
  current(): LocalState | null {
    return this.#state;
  }

  /** True while the state is older than the limit. */
  isStale(): boolean {
    return this.#isStale;
  }

  /**
   * Starts to follow the edge. Resolves with the first state.
   *
   * @throws Error when there is no state and none comes in time.
   */
  async start(): Promise<void> {
    const first = this.#poll();
    void watchChanges({
      connection: this.#connection,
      path: STATE_EVENTS_PATH,
      onChange: () => void this.#poll(),
      onBreak: reason => {
        this.#settings.onProblem(messageOf(reason));
      },
      signal: this.#stopped.signal,
    });
    if (this.current()) return;
    await Promise.race([first, this.#deadline()]);
    if (!this.current()) {
      // So that the first state, when it comes, is announced.
      this.#isStale = true;
      throw new Error(
        `No flag state from ${this.#connection.url} within ${this.#settings.initializeMs} ms. The code defaults apply until it comes; pass a bootstrap state to start without the edge.`,
      );
    }
  }

  /** Stops following. */
  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
  }

  async #deadline(): Promise<void> {
    const { signal } = this.#stopped;
    const endMs = Date.now() + this.#settings.initializeMs;
    while (!this.#state && !signal.aborted && Date.now() < endMs) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  // One at a time: a push during a poll may announce what the poll missed, so
  // it polls again after it.
  async #poll(): Promise<void> {
    await this.#polling;
    if (this.#stopped.signal.aborted) return;
    this.#polling ??= this.#download().finally(() => {
      this.#polling = undefined;
      this.#schedule();
    });
    await this.#polling;
  }

  async #download(): Promise<void> {
    const etag = this.#state?.etag ?? null;
    try {
      const response = await requestEdge(this.#connection, STATE_PATH, {
        method: 'GET',
        headers: etag === null ? {} : { 'if-none-match': etag },
        signal: AbortSignal.any([
          this.#stopped.signal,
          AbortSignal.timeout(this.#settings.initializeMs),
        ]),
      });
      if (response.status !== 304) {
        const document: unknown = await response.json();
        const isFirst = this.#state === null;
        this.#state = readLocalState(document, response.headers.get('etag'));
        if (!isFirst) this.#events.onChange();
      }
      this.#confirmed();
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#settings.onProblem(messageOf(error));
      this.#checkAge();
    }
  }

  #confirmed(): void {
    this.#confirmedAtMs = Date.now();
    if (this.#isStale) {
      this.#isStale = false;
      this.#events.onFresh();
    }
  }

  #checkAge(): void {
    const isOld = Date.now() - this.#confirmedAtMs > this.#settings.staleMs;
    if (this.#state && isOld && !this.#isStale) {
      this.#isStale = true;
      this.#events.onStale();
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#poll(), this.#settings.pollMs);
    this.#timer.unref();
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const STATE_PATH = '/v1/state';
const STATE_EVENTS_PATH = '/v1/state/events';
