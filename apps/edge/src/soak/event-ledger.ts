/** An event as the lake has it. */
export type LakeEvent = {
  readonly eventId: string;
  /** The soak gives every event a unit of its own. */
  readonly unit: string | null;
};

type Entry = { isAcknowledged: boolean; readonly hasId: boolean; rows: number };

/** Keeps which events were acknowledged; each is in the lake once. */
export class EventLedger {
  readonly #events = new Map<string, Entry>();
  #acknowledged = 0;

  /** Events that were acknowledged, and rows of the lake. */
  counts(): { readonly acknowledged: number; readonly rows: number } {
    const entries = [...this.#events.values()];
    return {
      acknowledged: this.#acknowledged,
      rows: entries.reduce((sum, { rows }) => sum + rows, 0),
    };
  }

  /** An event is about to be sent; `hasId` when the client names it. */
  sent(unit: string, hasId: boolean): void {
    this.#events.set(unit, { isAcknowledged: false, hasId, rows: 0 });
  }

  answered(units: readonly string[]): void {
    for (const unit of units) {
      const entry = this.#events.get(unit);
      if (!entry || entry.isAcknowledged) continue;
      entry.isAcknowledged = true;
      this.#acknowledged += 1;
    }
  }

  /** Counts a row of the lake; a problem when nobody sent it. */
  row({ eventId, unit }: LakeEvent): string | null {
    const entry = unit === null ? undefined : this.#events.get(unit);
    if (!entry || (entry.hasId && eventId !== unit)) {
      return `the lake has event ${eventId} of unit ${unit}, which nobody sent`;
    }
    entry.rows += 1;
    return null;
  }

  /** After all rows: what is missing and what is there too often. */
  problems(): string[] {
    return [...this.#events].flatMap(([unit, { isAcknowledged, rows }]) => {
      if (rows > 1)
        return [`doubled: event ${unit} is in the lake ${rows} times`];
      return isAcknowledged && rows === 0 ? [`lost: event ${unit}`] : [];
    });
  }
}
