import { sealSegment } from './segment-file';

/** A segment that nothing is written to any more. */
export type RetiredSegment = {
  readonly id: string;
  /** What of it was acknowledged; the rest is cut off. */
  readonly length: number;
  readonly close: () => Promise<void>;
};

/**
 * Seals the segments that a log is done with, one after the other, beside what
 * the log writes next: renaming and syncing directories takes as long as some
 * hundred writes, and nobody waits for it.
 */
export class SegmentSealer {
  readonly #dir: string;
  #waiting: RetiredSegment[] = [];
  #running: Promise<void> = Promise.resolve();
  /** Segments sealed so far. */
  sealed = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** True when a segment could not be sealed; the next call tries it again. */
  get hasLeft(): boolean {
    return this.#waiting.length > 0;
  }

  /** Seals these and what is left; resolves when none is being sealed. */
  seal(segments: readonly RetiredSegment[]): Promise<void> {
    this.#running = this.#running.then(() => this.#sealAll(segments));
    return this.#running;
  }

  async #sealAll(segments: readonly RetiredSegment[]): Promise<void> {
    const all = [...this.#waiting, ...segments];
    this.#waiting = [];
    for (const segment of all) await this.#trySeal(segment);
  }

  async #trySeal(segment: RetiredSegment): Promise<void> {
    try {
      // Everything acknowledged is synced; close has nothing left to lose.
      await segment.close().catch(() => undefined);
      if (await sealSegment(this.#dir, segment.id, segment.length)) {
        this.sealed += 1;
      }
    } catch {
      // Stays active on the disk: sealed at the next seal or the next open.
      this.#waiting.push(segment);
    }
  }
}
