const LINE_FEED = 0x0a;

const INITIAL_BYTES = 64 * 1024;
/** A buffer that grew past this is not kept for the next group. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
const MAX_BYTES_PER_UNIT = 3;
/** Few enough for their text to stay in the caches of the processor. */
const LINES_AT_ONCE = 64;

/** True when no line is empty or holds a line break. */
const areLines = (text: string, lines: readonly string[]): boolean => {
  if (lines.includes('')) return false;
  let end = -1;
  for (let index = 1; index < lines.length; index += 1) {
    end = text.indexOf('\n', end + 1);
  }
  return !text.includes('\n', end + 1);
};

/** Bytes that are filled from the front, again and again. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was put in; not to be used once the buffer is cleared. */
  get filled(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Puts lines in, in UTF-8, each with a line break. False, and nothing is put
   * in, when one is empty or holds a line break. Lines are joined before they
   * are encoded: that takes half as long as encoding each, and a third of
   * encoding each into a buffer of its own.
   */
  put(lines: readonly string[]): boolean {
    const before = this.#length;
    for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
      const some =
        lines.length > LINES_AT_ONCE
          ? lines.slice(start, start + LINES_AT_ONCE)
          : lines;
      const text = some.join('\n');
      if (!areLines(text, some)) {
        this.#length = before;
        return false;
      }
      this.#putText(text);
    }
    return true;
  }

  /** Makes room for the next group. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) {
      this.#bytes = Buffer.allocUnsafe(INITIAL_BYTES);
    }
  }

  #putText(text: string): void {
    const needed = this.#length + text.length * MAX_BYTES_PER_UNIT + 1;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(
        Math.max(needed, this.#bytes.length * 2),
      );
      grown.set(this.filled);
      this.#bytes = grown;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#bytes[this.#length] = LINE_FEED;
    this.#length += 1;
  }
}

/** Lines that are written and acknowledged together. */
export class LineGroup {
  lines = 0;
  /** When the first line came, epoch ms; null without one. */
  sinceMs: number | null = null;
  readonly #buffer: LineBuffer;
  readonly #done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  /** `buffer` is the group's own until the group is settled. */
  constructor(buffer: LineBuffer) {
    this.#buffer = buffer;
    this.#done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get bytes(): number {
    return this.#buffer.length;
  }

  /**
   * Adds lines; the promise settles with the whole group. Null, and nothing is
   * added, when one of them is no line.
   */
  add(lines: readonly string[]): Promise<void> | null {
    if (!this.#buffer.put(lines)) return null;
    this.sinceMs ??= Date.now();
    this.lines += lines.length;
    return this.#done;
  }

  /** The bytes to write, every line ending in a line break. */
  toBuffer(): Buffer {
    return this.#buffer.filled;
  }

  acknowledge(): void {
    this.#resolve();
  }

  reject(error: Error): void {
    this.#reject(error);
  }

  /** Lets go of the buffer, once nothing reads it any more. */
  release(): LineBuffer {
    this.#buffer.clear();
    return this.#buffer;
  }
}
