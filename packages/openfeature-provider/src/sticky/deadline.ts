/** A time that passes while something is waited for. */
export class Deadline {
  readonly #timer: ReturnType<typeof setTimeout>;
  #isPast = false;

  constructor(waitMs: number, onPast: () => void) {
    this.#timer = setTimeout(() => {
      this.#isPast = true;
      onPast();
    }, waitMs);
  }

  get isPast(): boolean {
    return this.#isPast;
  }

  /** Lets it never pass, if it has not. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** What `promise` gives within a time, else null. */
export const inTime = async <T>(
  promise: Promise<T>,
  waitMs: number,
): Promise<T | null> => {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const deadline = new Deadline(waitMs, () => resolve(null));
  try {
    return await Promise.race([promise, late]);
  } finally {
    deadline.clear();
  }
};
