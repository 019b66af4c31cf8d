/** Tells who waits how many are before them, whenever that changes. */
export type OnAhead = (ahead: number) => void;

type Waiting = { readonly enter: () => void; readonly onAhead?: OnAhead };

export type WaitingLineOptions = {
  readonly maxConcurrent: number;
  readonly maxWaiting: number;
};

/** A bounded number of places, and a bounded line before them. */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #waiting: Waiting[] = [];
  #inside = 0;

  constructor(options: WaitingLineOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    const { maxConcurrent, maxWaiting } = this.#options;
    return this.#inside >= maxConcurrent && this.#waiting.length >= maxWaiting;
  }

  /** Resolves to true once inside, to false when the signal aborts before. */
  async enter(signal?: AbortSignal, onAhead?: OnAhead): Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.#inside < this.#options.maxConcurrent) {
      this.#inside += 1;
      return true;
    }
    return new Promise<boolean>(resolve => {
      const leaveLine = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#tellAll();
        resolve(false);
      };
      const waiting: Waiting = {
        enter: () => {
          signal?.removeEventListener('abort', leaveLine);
          resolve(true);
        },
        ...(onAhead ? { onAhead } : {}),
      };
      signal?.addEventListener('abort', leaveLine, { once: true });
      this.#waiting.push(waiting);
      onAhead?.(this.#waiting.length - 1);
    });
  }

  /** Gives the place to whoever waits longest. */
  leave(): void {
    const next = this.#waiting.shift();
    // The place is handed over, not counted anew.
    if (next) next.enter();
    else this.#inside -= 1;
    this.#tellAll();
  }

  #tellAll(): void {
    this.#waiting.forEach(({ onAhead }, index) => onAhead?.(index));
  }
}
