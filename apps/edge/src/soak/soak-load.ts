import { setTimeout as delay } from 'node:timers/promises';
import type { EvaluationContext } from '@etude/resolver';
import { judgeBulk, judgeResolve, judgeSingle } from './answer-check';
import type { JudgedResolve, Judgement, Question } from './answer-check';
import type { AssignmentLedger } from './assignment-ledger';
import type { ChangeLatency } from './change-latency';
import type { EdgeFleet, EdgeRun } from './edge-fleet';
import type { EventLedger } from './event-ledger';
import type { Poster, Reply } from './post-json';
import { seededRandom } from './seeded-random';
import type { SeededRandom } from './seeded-random';
import { expectedFlag, expectedFlags } from './soak-oracle';
import type { ExpectedRecord } from './soak-oracle';
import { COUNTRIES, SOAK_FLAGS, SOAK_SECRET } from './soak-states';
import type { StateHistory } from './state-history';

/** What the load writes down, and whom it asks. */
export type LoadTools = {
  readonly fleet: EdgeFleet;
  readonly history: StateHistory;
  readonly assignments: AssignmentLedger;
  readonly events: EventLedger;
  readonly latency: ChangeLatency;
  readonly poster: Poster;
  /** Told of everything that must not be. */
  readonly violation: (text: string) => void;
  readonly counts: LoadCounts;
};

/** What became of the requests. */
export type LoadCounts = {
  answered: number;
  /** The edge was killed before the whole answer was there. */
  unanswered: number;
  unchanged: number;
};

const POOL = 150;
const ACCOUNTS = 40;
const MAX_BATCH = 20;

/** A bulk answer that a client has. */
type KnownAnswer = { readonly etag: string; readonly version: number };

/** One client that sends one request after the other. */
export class LoadWorker {
  readonly #tools: LoadTools;
  readonly #random: SeededRandom;
  readonly #name: string;
  #sequence = 0;

  constructor(name: string, tools: LoadTools, seed: number) {
    this.#name = name;
    this.#tools = tools;
    this.#random = seededRandom(seed);
  }

  /**
   * Sends at most one request per `everyMs` until the signal aborts; as many
   * as it can to an edge that is about to be killed.
   */
  async run(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = performance.now();
      const run = this.#anyEdge();
      if (run) await this.#sendOne(run);
      if (run?.isTarget) continue;
      await delay(Math.max(everyMs - (performance.now() - startedMs), 0));
    }
  }

  #anyEdge(): EdgeRun | undefined {
    const runs = this.#tools.fleet.runs();
    return runs[this.#random.below(runs.length)];
  }

  async #sendOne(run: EdgeRun): Promise<void> {
    const turn = this.#random.next();
    if (turn < 0.35) await this.#evaluateOne(run);
    else if (turn < 0.55) await this.#evaluateAll(run, this.#context(run));
    else if (turn < 0.85) await this.#resolve(run, turn < 0.7);
    else await this.#publish(run);
  }

  #nextId(): string {
    this.#sequence += 1;
    return `${this.#name}-${this.#sequence}`;
  }

  // Units belong to one life of one edge, so that the rows of a unit tell
  // which edge wrote them. Some come once, some again and again.
  #context(run: EdgeRun): EvaluationContext {
    const { below, chance, pick } = this.#random;
    const unit = chance(0.2) ? `once-${this.#nextId()}` : `pool-${below(POOL)}`;
    return {
      targeting_key: `${run.id}-${unit}`,
      country: pick(COUNTRIES),
      age: below(70),
      ...(chance(0.8)
        ? { account: { id: `${run.id}-a${below(ACCOUNTS)}` } }
        : {}),
    };
  }

  #question(run: EdgeRun, context: EvaluationContext): Question {
    return { history: this.#tools.history, context, low: run.seen };
  }

  /** The answer; null when the edge was killed before it was there. */
  async #post(
    run: EdgeRun,
    path: string,
    [body, headers]: readonly [unknown, Readonly<Record<string, string>>?],
  ): Promise<Reply | null> {
    const { poster, counts, violation } = this.#tools;
    try {
      const reply = await poster.post(`${run.url}${path}`, body, headers);
      counts.answered += 1;
      return reply;
    } catch (error) {
      counts.unanswered += 1;
      if (!run.isEnding) {
        const reason = error instanceof Error ? error.message : String(error);
        violation(`${path} of ${run.id}, which was alive: ${reason}`);
      }
      return null;
    }
  }

  /** Writes down what a judged answer says; false when it is wrong. */
  #accept(run: EdgeRun, what: string, judged: Judgement): boolean {
    const { violation, latency } = this.#tools;
    if (!judged.ok) {
      violation(`wrong answer: ${what} of ${run.id}: ${judged.problem}`);
      return false;
    }
    if (judged.version !== null) {
      latency.answered(run, judged.version);
      run.seen = Math.max(run.seen, judged.version);
    }
    return true;
  }

  /** What a request without an answer may have written. */
  #mayHaveWritten(question: Question, flag?: string): void {
    const { history, context, low } = question;
    const records = new Map<string, ExpectedRecord>();
    for (let at = Math.max(1, low); at <= history.latest; at += 1) {
      const state = history.at(at);
      if (!state) continue;
      const expected =
        flag === undefined
          ? expectedFlags(state, context)
          : [expectedFlag(state, flag, context)];
      for (const record of expected.flatMap(each => each?.records ?? [])) {
        records.set(JSON.stringify(record), record);
      }
    }
    this.#tools.assignments.unanswered([...records.values()]);
  }

  async #evaluateOne(run: EdgeRun): Promise<void> {
    const flag = this.#random.pick(SOAK_FLAGS);
    const context = this.#context(run);
    const question = this.#question(run, context);
    const sentMs = Date.now();
    const path = `/ofrep/v1/evaluate/flags/${flag}`;
    const reply = await this.#post(run, path, [
      { context: ofrepContext(context) },
    ]);
    const name = `flags/${flag}`;
    if (!reply) return this.#mayHaveWritten(question, name);
    if (reply.status !== 200 && reply.status !== 404) {
      return this.#refused(run, path, reply);
    }
    const judged = judgeSingle(reply.body, name, question);
    if (!this.#accept(run, path, judged) || !judged.ok) return;
    if (!judged.isCertain) return this.#mayHaveWritten(question, name);
    this.#tools.assignments.answered(judged.records, {
      dedupeSeconds: run.dedupeSeconds,
      sentMs,
      answeredMs: Date.now(),
    });
  }

  /** All flags; as a polling client does, some ask again with the ETag. */
  async #evaluateAll(
    run: EdgeRun,
    context: EvaluationContext,
    known?: KnownAnswer,
  ): Promise<void> {
    const question = this.#question(run, context);
    const sentMs = Date.now();
    const path = '/ofrep/v1/evaluate/flags';
    const reply = await this.#post(run, path, [
      { context: ofrepContext(context) },
      known ? { 'if-none-match': known.etag } : {},
    ]);
    if (!reply) return this.#mayHaveWritten(question);
    if (reply.status === 304 && known) {
      return this.#unchanged(run, question, known.version);
    }
    if (reply.status !== 200) return this.#refused(run, path, reply);
    const judged = judgeBulk(reply.body, question);
    if (!this.#accept(run, path, judged) || !judged.ok) return;
    this.#tools.assignments.answered(judged.records, {
      dedupeSeconds: run.dedupeSeconds,
      sentMs,
      answeredMs: Date.now(),
    });
    const { etag } = reply;
    const { version } = judged;
    if (etag === null || version === null || known) return;
    if (this.#random.chance(0.4) && !run.isEnding) {
      await this.#evaluateAll(run, context, { etag, version });
    }
  }

  /** A 304 says that the state which the client knows is the current one. */
  #unchanged(run: EdgeRun, { low }: Question, version: number): void {
    const { counts, violation } = this.#tools;
    counts.unchanged += 1;
    if (version < low) {
      violation(
        `wrong answer: 304 of ${run.id} for state ${version}, though it had answered from ${low}`,
      );
    }
  }

  async #resolve(run: EdgeRun, apply: boolean): Promise<void> {
    const context = this.#context(run);
    const question = this.#question(run, context);
    const sentMs = Date.now();
    const path = '/v1/flags:resolve';
    const reply = await this.#post(run, path, [
      {
        clientSecret: SOAK_SECRET,
        flags: [],
        evaluationContext: context,
        apply,
      },
    ]);
    if (!reply) return apply ? this.#mayHaveWritten(question) : undefined;
    if (reply.status !== 200) return this.#refused(run, path, reply);
    const judged = judgeResolve(reply.body, question);
    if (!this.#accept(run, path, judged) || !judged.ok) return;
    const { assignments } = this.#tools;
    assignments.resolved(judged.resolveId, judged.records);
    if (!apply) return this.#applyLater(run, judged);
    assignments.applied(judged.resolveId, judged.records, {
      dedupeSeconds: run.dedupeSeconds,
      sentMs,
      answeredMs: Date.now(),
    });
  }

  /** Applies some of the flags, some again, and some at another edge. */
  async #applyLater(run: EdgeRun, judged: JudgedResolve): Promise<void> {
    const { chance } = this.#random;
    const flags = [...judged.byFlag].filter(
      ([, records]) => records.length > 0 && chance(0.8),
    );
    if (flags.length === 0) return;
    let isAnswered = await this.#apply(run, judged, flags);
    // A client that missed the answer applies again, here or elsewhere.
    for (let again = 0; again < 3; again += 1) {
      if (isAnswered && !chance(0.3)) return;
      const next = this.#anyEdge();
      if (next) isAnswered = await this.#apply(next, judged, flags);
    }
  }

  async #apply(
    run: EdgeRun,
    { token, resolveId }: JudgedResolve,
    flags: readonly (readonly [string, readonly ExpectedRecord[]])[],
  ): Promise<boolean> {
    const sentMs = Date.now();
    const now = new Date(sentMs).toISOString();
    const path = '/v1/flags:apply';
    const reply = await this.#post(run, path, [
      {
        clientSecret: SOAK_SECRET,
        resolveToken: token,
        sendTime: now,
        flags: flags.map(([flag]) => ({ flag, applyTime: now })),
      },
    ]);
    if (reply && reply.status !== 200) this.#refused(run, path, reply);
    if (reply?.status !== 200) return false;
    this.#tools.assignments.applied(
      resolveId,
      flags.flatMap(([, records]) => records),
      { dedupeSeconds: run.dedupeSeconds, sentMs, answeredMs: Date.now() },
    );
    return true;
  }

  /** Events of which the client names most; those it may send again. */
  async #publish(run: EdgeRun): Promise<void> {
    const { below, chance } = this.#random;
    const { events } = this.#tools;
    const hasId = chance(0.9);
    const units = Array.from({ length: 1 + below(MAX_BATCH) }, () =>
      this.#nextId(),
    );
    for (const unit of units) events.sent(unit, hasId);
    const body = publishBody(units, hasId);
    let isAnswered = await this.#publishOnce(run, units, body);
    for (let again = 0; again < 3 && hasId; again += 1) {
      if (isAnswered && !chance(0.1)) return;
      const next = this.#anyEdge();
      if (next) isAnswered = await this.#publishOnce(next, units, body);
    }
  }

  async #publishOnce(
    run: EdgeRun,
    units: readonly string[],
    body: unknown,
  ): Promise<boolean> {
    const path = '/v1/events:publish';
    const reply = await this.#post(run, path, [body]);
    if (!reply) return false;
    if (JSON.stringify([reply.status, reply.body]) !== '[200,{"errors":[]}]') {
      this.#refused(run, path, reply);
      return false;
    }
    this.#tools.events.answered(units);
    return true;
  }

  #refused(run: EdgeRun, path: string, { status, body }: Reply): void {
    this.#tools.violation(
      `${path} of ${run.id} answers ${status}: ${JSON.stringify(body)}`,
    );
  }
}

/** OpenFeature says `targetingKey`. */
const ofrepContext = ({
  targeting_key: targetingKey,
  ...rest
}: EvaluationContext) => ({
  targetingKey,
  ...rest,
});

const publishBody = (units: readonly string[], hasId: boolean) => {
  const eventTime = new Date().toISOString();
  return {
    clientSecret: SOAK_SECRET,
    sendTime: eventTime,
    events: units.map(unit => ({
      eventDefinition: 'eventDefinitions/soak',
      eventTime,
      ...(hasId ? { eventId: unit } : {}),
      payload: { context: { targeting_key: unit } },
    })),
  };
};
