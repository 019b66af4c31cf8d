import type { EvaluationContext } from '@etude/resolver';
import type { Judgement, Question } from './answer-check';
import type { Acknowledgement, AssignmentLedger } from './assignment-ledger';
import type { ChangeLatency } from './change-latency';
import type { EdgeFleet, EdgeRun } from './edge-fleet';
import type { EventLedger } from './event-ledger';
import type { Poster, Reply } from './post-json';
import type { SeededRandom } from './seeded-random';
import { expectedFlag, expectedFlags } from './soak-oracle';
import type { ExpectedRecord } from './soak-oracle';
import { COUNTRIES } from './soak-knobs';
import type { StateHistory } from './state-history';
import type { StickyLedger } from './sticky-ledger';

/** What became of the requests. */
export type LoadCounts = {
  answered: number;
  /** The edge was killed before the whole answer was there. */
  unanswered: number;
  /** Answered with 304. */
  unchanged: number;
};

/** What the load writes down, and whom it asks. */
export type LoadTools = {
  readonly fleet: EdgeFleet;
  readonly history: StateHistory;
  readonly assignments: AssignmentLedger;
  readonly events: EventLedger;
  readonly sticky: StickyLedger;
  /** Units of the sticky flag so far, of all clients. */
  readonly stickyUnits: { asked: number };
  readonly latency: ChangeLatency;
  readonly poster: Poster;
  /** Told of everything that must not be. */
  readonly violation: (text: string) => void;
  readonly counts: LoadCounts;
};

const POOL = 150;
const ACCOUNTS = 40;
/** Requests in a row for the same unit, before a kill. */
const RUSH_SAME = 8;
/** Units of the sticky flag that are new at the same time. */
const STICKY_AT_ONCE = 4;

/** A client of the edges: asks, and keeps what it was told. */
export class LoadClient {
  readonly tools: LoadTools;
  readonly random: SeededRandom;
  readonly #name: string;
  #sequence = 0;

  constructor(name: string, tools: LoadTools, random: SeededRandom) {
    this.#name = name;
    this.tools = tools;
    this.random = random;
  }

  anyEdge(): EdgeRun | undefined {
    const runs = this.tools.fleet.runs();
    return runs[this.random.below(runs.length)];
  }

  nextId(): string {
    this.#sequence += 1;
    return `${this.#name}-${this.#sequence}`;
  }

  /**
   * Somebody to evaluate for. Units belong to one life of one edge, so that
   * the rows of a unit tell which edge wrote them. Some come once, some again
   * and again.
   */
  context(run: EdgeRun): EvaluationContext {
    const { below, chance, pick } = this.random;
    if (run.isTarget) {
      // New units that several clients ask for at once.
      run.rush += 1;
      const unit = `${run.id}-rush-${Math.floor(run.rush / RUSH_SAME)}`;
      return { targeting_key: unit, country: 'SE', age: 30 };
    }
    const unit = chance(0.2) ? `once-${this.nextId()}` : `pool-${below(POOL)}`;
    return {
      targeting_key: `${run.id}-${unit}`,
      country: pick(COUNTRIES),
      age: below(70),
      ...(chance(0.8)
        ? { account: { id: `${run.id}-a${below(ACCOUNTS)}` } }
        : {}),
    };
  }

  /**
   * Somebody to keep: a new unit, one of those that several clients ask for at
   * the moment, wherever, or one that has been there before.
   */
  stickyContext(): EvaluationContext {
    const { below, chance, pick } = this.random;
    const { stickyUnits } = this.tools;
    if (chance(0.15)) stickyUnits.asked += 1;
    const { asked } = stickyUnits;
    const among = chance(0.6) ? Math.min(STICKY_AT_ONCE, asked + 1) : asked + 1;
    const unit = asked - below(among);
    return { targeting_key: `sticky-${unit}`, country: pick(COUNTRIES) };
  }

  /** To be asked before the request is sent. */
  question(run: EdgeRun, context: EvaluationContext): Question {
    return { history: this.tools.history, context, low: run.seen };
  }

  /** The answer; null when the edge was killed before it was there. */
  async post(
    run: EdgeRun,
    path: string,
    [body, headers]: readonly [unknown, Readonly<Record<string, string>>?],
  ): Promise<Reply | null> {
    const { poster, counts, violation } = this.tools;
    try {
      const reply = await poster.post(`${run.url}${path}`, body, headers);
      counts.answered += 1;
      return reply;
    } catch (error) {
      counts.unanswered += 1;
      if (!run.isEnding) {
        const reason = error instanceof Error ? error.message : String(error);
        violation(
          `no answer: ${path} of ${run.id}, which was alive: ${reason}`,
        );
      }
      return null;
    }
  }

  /** Notes an answer that is none of those that there should be. */
  refused(run: EdgeRun, path: string, { status, body }: Reply): void {
    this.tools.violation(
      `refused: ${path} of ${run.id} answers ${status}: ${JSON.stringify(body)}`,
    );
  }

  /** Notes which state an answer comes from; false when it is wrong. */
  accept(run: EdgeRun, what: string, judged: Judgement): boolean {
    const { violation, latency } = this.tools;
    if (!judged.ok) {
      violation(`wrong answer: ${what} of ${run.id}: ${judged.problem}`);
      return false;
    }
    if (judged.version !== null) latency.answered(run, judged.version);
    return true;
  }

  /** What a request without an answer may have written; `flag` or all. */
  mayHaveWritten({ history, context, low }: Question, flag?: string): void {
    const records = new Map<string, ExpectedRecord>();
    for (let at = Math.max(1, low); at <= history.latest; at += 1) {
      const state = history.at(at);
      if (!state) continue;
      const expected =
        flag === undefined
          ? expectedFlags(state, { context })
          : [expectedFlag(state, flag, { context })];
      for (const record of expected.flatMap(each => each?.records ?? [])) {
        records.set(JSON.stringify(record), record);
      }
    }
    this.tools.assignments.unanswered([...records.values()]);
  }
}

/** An answer of `run`, now, to what was sent at `sentMs`. */
export const acknowledgedBy = (
  { dedupeSeconds }: EdgeRun,
  sentMs: number,
): Acknowledgement => ({ dedupeSeconds, sentMs, answeredMs: Date.now() });
