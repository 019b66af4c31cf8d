import type { ExpectedRecord } from './soak-oracle';

/** An assignment as the lake has it. */
export type LakeAssignment = ExpectedRecord & {
  readonly resolveId: string;
  readonly assignedMs: number;
};

/** How an edge acknowledged. */
export type Acknowledgement = {
  /** 0 where the edge logs every assignment. */
  readonly dedupeSeconds: number;
  /** When the request was sent, epoch ms. */
  readonly sentMs: number;
  readonly answeredMs: number;
};

/** How much a ledger holds. */
export type AssignmentCounts = {
  /** Acknowledged by edges that log each of them. */
  readonly each: number;
  /** Acknowledged by edges that leave out repeats. */
  readonly withinWindow: number;
  readonly rows: number;
};

type Entry = { acknowledged: number; possible: number; rows: number };

type Promised = { readonly fromMs: number; readonly toMs: number };

// Clocks of one machine; but an apply may name a time before it was sent.
const SLACK_MS = 10_000;

const keyOf = (record: ExpectedRecord): string =>
  [
    record.unit,
    record.selector,
    record.flag,
    record.rule,
    record.segment,
    record.assignmentId,
    record.variant ?? '-',
    record.reason,
  ].join('|');

const entryIn = (entries: Map<string, Entry>, key: string): Entry => {
  const known = entries.get(key);
  if (known) return known;
  const entry = { acknowledged: 0, possible: 0, rows: 0 };
  entries.set(key, entry);
  return entry;
};

/**
 * Keeps what the edges acknowledged, and holds the rows of the lake against
 * it. An edge that logs every assignment owes a row for each; one that leaves
 * repeats out owes a row of the same assignment within its window.
 */
export class AssignmentLedger {
  /** By resolve, then by assignment: rows that carry a known resolve. */
  readonly #resolves = new Map<string, Map<string, Entry>>();
  /** By assignment: rows of requests whose resolve is not told. */
  readonly #others = new Map<string, Entry>();
  /** What edges that leave out repeats have promised. */
  readonly #promises = new Map<string, Promised[]>();
  readonly #rowTimes = new Map<string, number[]>();
  #each = 0;
  #withinWindow = 0;
  #rows = 0;

  /** Assignments that were acknowledged, and rows of the lake. */
  counts(): AssignmentCounts {
    return {
      each: this.#each,
      withinWindow: this.#withinWindow,
      rows: this.#rows,
    };
  }

  /** A resolve that was answered: what of it may come to the lake. */
  resolved(resolveId: string, records: readonly ExpectedRecord[]): void {
    const entries = new Map<string, Entry>();
    for (const record of records) {
      entryIn(entries, keyOf(record)).possible = 1;
    }
    this.#resolves.set(resolveId, entries);
  }

  /** Assignments under a resolve that was told ({@link resolved}). */
  applied(
    resolveId: string,
    records: readonly ExpectedRecord[],
    by: Acknowledgement,
  ): void {
    for (const record of records) {
      const key = keyOf(record);
      const entry = this.#resolves.get(resolveId)?.get(key);
      if (by.dedupeSeconds > 0) this.#promise(key, by);
      else if (entry) entry.acknowledged = 1;
    }
    this.#count(records.length, by);
  }

  /** Assignments that came with an answer that names no resolve. */
  answered(records: readonly ExpectedRecord[], by: Acknowledgement): void {
    for (const record of records) {
      const key = keyOf(record);
      const entry = entryIn(this.#others, key);
      entry.possible += 1;
      if (by.dedupeSeconds > 0) this.#promise(key, by);
      else entry.acknowledged += 1;
    }
    this.#count(records.length, by);
  }

  /** Assignments of a request without an answer: written, or not. */
  unanswered(records: readonly ExpectedRecord[]): void {
    for (const record of records) {
      entryIn(this.#others, keyOf(record)).possible += 1;
    }
  }

  #count(records: number, { dedupeSeconds }: Acknowledgement): void {
    if (dedupeSeconds > 0) this.#withinWindow += records;
    else this.#each += records;
  }

  #promise(key: string, by: Acknowledgement): void {
    const promised = {
      fromMs: by.sentMs - by.dedupeSeconds * 1_000 - SLACK_MS,
      toMs: by.answeredMs + SLACK_MS,
    };
    const known = this.#promises.get(key);
    if (known) known.push(promised);
    else this.#promises.set(key, [promised]);
  }

  /** Counts a row of the lake; a problem when nobody can have caused it. */
  row(row: LakeAssignment): string | null {
    this.#rows += 1;
    const key = keyOf(row);
    if (this.#promises.has(key)) {
      const times = this.#rowTimes.get(key);
      if (times) times.push(row.assignedMs);
      else this.#rowTimes.set(key, [row.assignedMs]);
    }
    const resolve = this.#resolves.get(row.resolveId);
    const entry = resolve ? resolve.get(key) : this.#others.get(key);
    if (!entry) {
      return `the lake has ${key} of resolve ${row.resolveId}, which no state gives to what was asked`;
    }
    entry.rows += 1;
    return null;
  }

  /** After all rows: what is missing and what is there too often. */
  problems(): string[] {
    const problems: string[] = [];
    const judge = (where: string, entries: Map<string, Entry>): void => {
      for (const [key, { acknowledged, possible, rows }] of entries) {
        if (rows >= acknowledged && rows <= possible) continue;
        problems.push(
          `${rows < acknowledged ? 'lost' : 'doubled'}: ${key}${where} is in the lake ${rows} times; acknowledged ${acknowledged}, sent ${possible}`,
        );
      }
    };
    for (const [id, entries] of this.#resolves) judge(` of ${id}`, entries);
    judge('', this.#others);
    for (const [key, promises] of this.#promises) {
      const times = this.#rowTimes.get(key) ?? [];
      const broken = promises.find(
        ({ fromMs, toMs }) => !times.some(ms => ms >= fromMs && ms <= toMs),
      );
      if (broken) {
        problems.push(
          `lost: ${key} was acknowledged as on the disk by ${new Date(broken.toMs - SLACK_MS).toISOString()}; its rows are of ${times.map(ms => new Date(ms).toISOString()).join(', ') || 'no time'}`,
        );
      }
    }
    return problems;
  }
}
