const LINE_FEED = 0x0a;

/** The bytes of lines, each ended by a line break; null when one holds one. */
export const encodeLines = (lines: readonly string[]): Buffer | null => {
  let text = '';
  for (const line of lines) {
    if (line === '') return null;
    text += line;
    text += '\n';
  }
  const bytes = Buffer.from(text);
  // Looked for in the bytes, all lines at once: cheaper than in each line.
  let end = -1;
  for (let index = 0; index < lines.length; index++) {
    end = bytes.indexOf(LINE_FEED, end + 1);
  }
  return end === bytes.length - 1 ? bytes : null;
};

/** Lines that are written and acknowledged together. */
export class LineGroup {
  lines = 0;
  bytes = 0;
  /** When the first line came, epoch ms; null without one. */
  sinceMs: number | null = null;
  #parts: Buffer[] = [];
  readonly #done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor() {
    this.#done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Adds encoded lines; the promise settles with the whole group. */
  add(bytes: Buffer, lines: number): Promise<void> {
    this.sinceMs ??= Date.now();
    this.#parts.push(bytes);
    this.bytes += bytes.length;
    this.lines += lines;
    return this.#done;
  }

  /** The bytes to write, every line ending in a line break. */
  toBuffer(): Buffer {
    return Buffer.concat(this.#parts, this.bytes);
  }

  acknowledge(): void {
    this.#parts = [];
    this.#resolve();
  }

  reject(error: Error): void {
    this.#parts = [];
    this.#reject(error);
  }
}
