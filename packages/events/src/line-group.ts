/** Lines that are written and acknowledged together. */
export class LineGroup {
  lines = 0;
  bytes = 0;
  /** When the first line came, epoch ms; null without one. */
  sinceMs: number | null = null;
  #text: string[] = [];
  readonly #done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor() {
    this.#done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Adds lines; the promise settles with the whole group. */
  add(lines: readonly string[]): Promise<void> {
    this.sinceMs ??= Date.now();
    for (const line of lines) {
      this.#text.push(line);
      this.bytes += Buffer.byteLength(line) + 1;
    }
    this.lines += lines.length;
    return this.#done;
  }

  /** The bytes to write, every line ending in a line break. */
  toBuffer(): Buffer {
    return Buffer.from(`${this.#text.join('\n')}\n`);
  }

  acknowledge(): void {
    this.#text = [];
    this.#resolve();
  }

  reject(error: Error): void {
    this.#text = [];
    this.#reject(error);
  }
}
