/** An answer that a unit was acknowledged with. */
type Kept = { readonly variant: string; readonly answeredMs: number };

/** A row of the lake as far as stickiness needs it. */
export type StickyRow = {
  readonly unit: string;
  readonly variant: string | null;
};

/** How much a ledger holds. */
export type StickyCounts = {
  readonly units: number;
  /** Answers that told a unit the variant that it had already. */
  readonly repeats: number;
  /** Of those, given by another edge or another life of it. */
  readonly elsewhere: number;
  readonly rows: number;
};

/**
 * Keeps which variant each unit of the sticky flag was told first, by whichever
 * edge, and holds every later answer and the rows of the lake against it.
 */
export class StickyLedger {
  readonly #kept = new Map<string, Kept & { readonly run: string }>();
  /** Requests by unit, answered or not: any of them may have stored one. */
  readonly #asked = new Map<string, number>();
  readonly #inLake = new Map<string, Set<string>>();
  #repeats = 0;
  #elsewhere = 0;
  #rows = 0;

  /** Units with a variant, and what was seen of them. */
  counts(): StickyCounts {
    return {
      units: this.#kept.size,
      repeats: this.#repeats,
      elsewhere: this.#elsewhere,
      rows: this.#rows,
    };
  }

  /** To be told before a request is sent; what its unit was told by then. */
  asks(unit: string): Kept | null {
    this.#asked.set(unit, (this.#asked.get(unit) ?? 0) + 1);
    return this.#kept.get(unit) ?? null;
  }

  /**
   * True while one request was sent for the unit. To be asked after its answer:
   * what is sent later can be first at the store.
   */
  isAskedOnce(unit: string): boolean {
    return this.#asked.get(unit) === 1;
  }

  /** A unit was told a variant; a problem when it had another one. */
  answered(
    unit: string,
    variant: string,
    { run, answeredMs }: { readonly run: string; readonly answeredMs: number },
  ): string | null {
    const kept = this.#kept.get(unit);
    if (!kept) {
      this.#kept.set(unit, { variant, answeredMs, run });
      return null;
    }
    this.#repeats += 1;
    if (kept.run !== run) this.#elsewhere += 1;
    return kept.variant === variant
      ? null
      : `moved: ${unit} was given ${variant} by ${run}, after ${kept.variant} by ${kept.run}`;
  }

  /** Counts a row of the lake. */
  row({ unit, variant }: StickyRow): void {
    this.#rows += 1;
    const variants = this.#inLake.get(unit) ?? new Set();
    variants.add(variant ?? 'none');
    this.#inLake.set(unit, variants);
  }

  /** After all rows: units that the lake has in no or in several variants. */
  problems(): string[] {
    const several = [...this.#inLake]
      .filter(([unit, variants]) => {
        const kept = this.#kept.get(unit)?.variant;
        return variants.size > 1 || (kept !== undefined && !variants.has(kept));
      })
      .map(
        ([unit, variants]) =>
          `moved: the lake has ${unit} in ${[...variants].join(' and ')}; it was told ${this.#kept.get(unit)?.variant ?? 'nothing'}`,
      );
    const lost = [...this.#kept.keys()]
      .filter(unit => !this.#inLake.has(unit))
      .map(unit => `lost: no row of ${unit}, which was told a variant`);
    const strangers = [...this.#inLake.keys()]
      .filter(unit => !this.#asked.has(unit))
      .map(unit => `the lake has ${unit}, for which nobody asked`);
    return [...several, ...lost, ...strangers];
  }
}
