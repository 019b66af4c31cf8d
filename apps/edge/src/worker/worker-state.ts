import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { readFlagState } from '../flag-state';
import type { FlagState } from '../flag-state';
import { messageOf } from '../process-log';
import type { StateSource } from '../state-poller';
import type { VerifyStateLater } from './web-state-verifier';
import type { WorkerConfig } from './worker-config';

/** What a {@link WorkerState} needs. */
export type WorkerStateOptions = {
  readonly config: Pick<
    WorkerConfig,
    'initialState' | 'statePollMs' | 'stateStaleMs' | 'stateToken' | 'stateUrl'
  >;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly verify: VerifyStateLater;
  /** Told why a refresh failed. */
  readonly onProblem: (message: string) => void;
};

/** Lets work go on after the answer, as `waitUntil` of a Worker does. */
export type AfterAnswer = (work: Promise<void>) => void;

const SIGNATURE_HEADER = 'x-etude-signature';
const REQUEST_TIMEOUT_MS = 5_000;

const initialOf = ({
  config: { initialState },
  clock,
}: WorkerStateOptions): FlagState | null =>
  initialState === null
    ? null
    : readFlagState(initialState, {
        etag: null,
        confirmedAtMs: clock.now().getTime(),
        origin: 'disk',
      });

/**
 * The flag state of a Worker. Nothing runs between requests there, so that
 * requests keep it new: one that finds it older than the poll interval has it
 * asked for after its answer, one that finds none or a stale one waits for it.
 */
export class WorkerState implements StateSource {
  readonly #options: WorkerStateOptions;
  #state: FlagState | null;
  #body: string | null = null;
  #lastError: string | null = null;
  #askedMs = -Infinity;
  /** Numbers the requests, so that a late answer replaces no newer one. */
  #asked = 0;
  #answered = 0;

  /** @throws ETUDE_STATE_INVALID when the initial state is none. */
  constructor(options: WorkerStateOptions) {
    this.#options = options;
    this.#state = initialOf(options);
  }

  current(): FlagState | null {
    return this.#state;
  }

  /** A state that is deployed with the Worker is as new as it gets. */
  isStale(): boolean {
    const { config, clock } = this.#options;
    return (
      config.stateUrl !== null &&
      this.#state !== null &&
      clock.now().getTime() - this.#state.confirmedAtMs > config.stateStaleMs
    );
  }

  lastError(): string | null {
    return this.#lastError;
  }

  isPushed(): boolean {
    return false;
  }

  /**
   * To be called before every answer. A failing portal changes nothing but
   * {@link lastError}.
   */
  async prepare(afterAnswer: AfterAnswer): Promise<void> {
    const { stateUrl, statePollMs } = this.#options.config;
    if (stateUrl === null) return;
    const nowMs = this.#options.clock.now().getTime();
    const isDue = nowMs - this.#askedMs >= statePollMs;
    // Where the last try failed, the next may take as long: nobody waits again.
    const mayWait = this.#lastError === null && this.isStale();
    if (this.#state === null || (isDue && mayWait)) {
      await this.#refresh(stateUrl, nowMs);
    } else if (isDue) {
      afterAnswer(this.#refresh(stateUrl, nowMs));
    }
  }

  async #refresh(stateUrl: string, nowMs: number): Promise<void> {
    this.#askedMs = nowMs;
    this.#asked += 1;
    try {
      await this.#fetchState(stateUrl, this.#asked);
      this.#lastError = null;
    } catch (error) {
      this.#lastError = messageOf(error);
      this.#options.onProblem(this.#lastError);
    }
  }

  async #fetchState(stateUrl: string, number: number): Promise<void> {
    const response = await this.#request(stateUrl);
    const confirmedAtMs = this.#options.clock.now().getTime();
    if (response.status === 304) {
      this.#confirm(confirmedAtMs);
      return;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new EtudeError(
        `The answer to the request for the flag state was ${response.status}. Check ETUDE_BACKEND_URL or ETUDE_STATE_URL, and ETUDE_EDGE_TOKEN.`,
        { code: 'ETUDE_STATE_UNAVAILABLE', kind: 'operational' },
      );
    }
    const body = await response.text();
    if (number < this.#answered) return;
    // Where a proxy strips the ETag, every answer brings the whole state.
    if (body === this.#body) {
      this.#confirm(confirmedAtMs);
      return;
    }
    const { headers } = response;
    await this.#options.verify(body, headers.get(SIGNATURE_HEADER));
    const document: unknown = JSON.parse(body);
    const etag = headers.get('etag');
    this.#state = readFlagState(document, {
      ...{ etag, confirmedAtMs },
      origin: 'backend',
    });
    this.#body = body;
    this.#answered = number;
  }

  #request(stateUrl: string): Promise<Response> {
    const { config, fetch } = this.#options;
    const headers = new Headers({ accept: 'application/json' });
    if (config.stateToken !== '') {
      headers.set('authorization', `Bearer ${config.stateToken}`);
    }
    if (this.#state?.etag) headers.set('if-none-match', this.#state.etag);
    return fetch(stateUrl, {
      headers,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  }

  #confirm(confirmedAtMs: number): void {
    if (this.#state) this.#state = { ...this.#state, confirmedAtMs };
  }
}
