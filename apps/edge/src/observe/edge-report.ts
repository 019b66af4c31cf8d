import type { Clock } from '@etude/kernel';
import type { ContextField, ContextShapes } from './context-shapes';
import type { EvaluationCount, EvaluationTally } from './evaluation-tally';

/** What telling the portal about the traffic needs. */
export type EdgeReporterOptions = {
  readonly backendUrl: string;
  readonly token: string;
  /** Name of this edge. */
  readonly edge: string;
  readonly everyMs: number;
  readonly tally: EvaluationTally;
  readonly shapes: ContextShapes;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
};

/** Outcomes in one report; the others wait for the next one. */
const MAX_EVALUATIONS = 2_000;
const REQUEST_TIMEOUT_MS = 10_000;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const idOf = (name: string | null): string | null =>
  name === null ? null : lastPart(name);

/**
 * Tells the portal every so often how flags were evaluated and which fields
 * contexts had, so that it knows stale flags and can complete field names.
 * Best effort: counts of a report that fails go into the next one.
 */
export class EdgeReporter {
  readonly #options: EdgeReporterOptions;
  #timer: NodeJS.Timeout | null = null;
  #from: Date;
  #sending: Promise<boolean> = Promise.resolve(true);
  #lost = 0;
  #firstOutcome = 0;

  constructor(options: EdgeReporterOptions) {
    this.#options = options;
    this.#from = options.clock.now();
  }

  /** Reports that did not reach the portal. */
  get lost(): number {
    return this.#lost;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#sending = this.send();
    }, this.#options.everyMs).unref();
  }

  /** Sends what is left. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#sending;
    await this.send();
  }

  /** Sends one report; whether it arrived (or there was nothing to tell). */
  async send(): Promise<boolean> {
    const { tally, shapes, clock } = this.#options;
    const evaluations = this.#changed(tally);
    const contextFields = shapes.take();
    if (evaluations.length + contextFields.length === 0) return true;
    const to = clock.now();
    const counts = evaluations.map(({ count }) => count);
    const isAccepted = await this.#post({ evaluations, contextFields, to });
    if (isAccepted) {
      evaluations.forEach((entry, index) => {
        entry.reported = counts[index] ?? entry.reported;
      });
      this.#from = to;
    } else {
      this.#lost += 1;
    }
    return isAccepted;
  }

  #changed(tally: EvaluationTally): EvaluationCount[] {
    const changed = [...tally.counts()].filter(
      ({ count, reported }) => count > reported,
    );
    if (changed.length <= MAX_EVALUATIONS) return changed;
    // Goes round, so that every outcome has its turn.
    const start = this.#firstOutcome % changed.length;
    this.#firstOutcome = start + MAX_EVALUATIONS;
    return [...changed.slice(start), ...changed.slice(0, start)].slice(
      0,
      MAX_EVALUATIONS,
    );
  }

  async #post(report: {
    evaluations: readonly EvaluationCount[];
    contextFields: readonly ContextField[];
    to: Date;
  }): Promise<boolean> {
    const { backendUrl, token, edge, fetch } = this.#options;
    try {
      const response = await fetch(`${backendUrl}/api/flags/v1/edge-reports`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({
          edge,
          from: this.#from.toISOString(),
          to: report.to.toISOString(),
          evaluations: report.evaluations.map(entry => ({
            client: entry.client,
            flag: lastPart(entry.flag),
            variant: idOf(entry.variant),
            rule: idOf(entry.rule),
            reason: entry.reason,
            count: entry.count - entry.reported,
          })),
          contextFields: report.contextFields,
        }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      // The poller reports that the portal is gone; the counts are kept.
      return false;
    }
  }
}
