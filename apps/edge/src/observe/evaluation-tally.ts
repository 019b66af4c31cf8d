import type { FlagResolution, ResolvedCredential } from '@etude/resolver';

/** How often a client got one outcome of a flag. */
export type EvaluationCount = {
  readonly client: string;
  /** `flags/<flag>` */
  readonly flag: string;
  /** `flags/<flag>/variants/<variant>`, or null without one. */
  readonly variant: string | null;
  /** `flags/<flag>/rules/<rule>`, or null where no rule decided. */
  readonly rule: string | null;
  readonly reason: FlagResolution['reason'];
  /** Since the start of the edge. */
  count: number;
  /** Of `count`, what the portal knows. */
  reported: number;
};

/** Outcomes that are told apart; a state has as many as rules and variants. */
const MAX_COUNTS = 50_000;

/**
 * Counts evaluations by client, flag, variant, rule and reason. A call costs
 * two look-ups and no allocation.
 */
export class EvaluationTally {
  readonly #maxCounts: number;
  readonly #clients = new Map<string, Map<string, EvaluationCount[]>>();
  #size = 0;
  #uncounted = 0;

  constructor(maxCounts = MAX_COUNTS) {
    this.#maxCounts = maxCounts;
  }

  add(credential: ResolvedCredential, resolution: FlagResolution): void {
    const { flag, variant, origin, reason } = resolution;
    const counts = this.#clients.get(credential.client)?.get(flag);
    if (counts !== undefined) {
      for (const entry of counts) {
        if (
          entry.variant === variant &&
          entry.rule === origin &&
          entry.reason === reason
        ) {
          entry.count += 1;
          return;
        }
      }
    }
    this.#addNew(credential.client, resolution);
  }

  /** Every outcome so far. */
  *counts(): Generator<EvaluationCount, void, undefined> {
    for (const flags of this.#clients.values()) {
      for (const counts of flags.values()) yield* counts;
    }
  }

  /** Evaluations with outcomes past the bound, which are in no count. */
  get uncounted(): number {
    return this.#uncounted;
  }

  #addNew(client: string, resolution: FlagResolution): void {
    if (this.#size >= this.#maxCounts) {
      this.#uncounted += 1;
      return;
    }
    this.#size += 1;
    const { flag, variant, origin: rule, reason } = resolution;
    const flags =
      this.#clients.get(client) ?? new Map<string, EvaluationCount[]>();
    this.#clients.set(client, flags);
    const counts: EvaluationCount[] = flags.get(flag) ?? [];
    counts.push({ client, flag, variant, rule, reason, count: 1, reported: 0 });
    flags.set(flag, counts);
  }
}
