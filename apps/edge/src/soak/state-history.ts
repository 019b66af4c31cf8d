import type { ResolverState } from '@etude/flags';

type Published = { readonly state: ResolverState; readonly atMs: number };

/** Every state that was published, by version from 1. */
export class StateHistory {
  readonly #published: Published[] = [];

  /** The newest version; 0 before the first. */
  get latest(): number {
    return this.#published.length;
  }

  add(state: ResolverState, atMs: number): void {
    if (state.version !== String(this.latest + 1)) {
      throw new Error(
        `State ${state.version} does not follow ${this.latest}. Publish every version once, in order.`,
      );
    }
    this.#published.push({ state, atMs });
  }

  /** The state of a version, or undefined when it was never published. */
  at(version: number): ResolverState | undefined {
    return this.#published[version - 1]?.state;
  }

  /** When a version was published, epoch ms. */
  publishedMs(version: number): number | undefined {
    return this.#published[version - 1]?.atMs;
  }
}
