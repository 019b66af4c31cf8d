import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from './system';

const REQUEST_TIMEOUT_MS = 5000;
const RETRY_PAUSE_MS = 200;
const EVENTS_PER_REQUEST = 3;

/** One evaluation as the client saw it; instants in ms since the epoch. */
export type Resolve = {
  readonly unit: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** HTTP status, or why there was none. */
  readonly outcome: number | string;
};

/** What a load sent, and what of it was acknowledged. */
export type LoadReport = {
  readonly resolves: Resolve[];
  readonly acknowledgedEvents: string[];
};

export type LoadOptions = {
  readonly system: Pick<System, 'edgeUrl' | 'clientSecret'>;
  readonly flagId: string;
  /** Starts every unit and event id, so that this load's can be told apart. */
  readonly prefix: string;
  readonly resolvesPerSecond: number;
  readonly publishesPerSecond: number;
};

const post = async (
  url: string,
  { clientSecret }: Pick<System, 'clientSecret'>,
  body: unknown,
): Promise<number | string> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${clientSecret}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    // An answer counts once it is there whole.
    await response.text();
    return response.status;
  } catch (error) {
    return error instanceof Error
      ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`
      : String(error);
  }
};

const resolveOnce = async (
  { system, flagId }: LoadOptions,
  unit: string,
): Promise<Resolve> => {
  const startedAt = Date.now();
  const outcome = await post(
    `${system.edgeUrl}/ofrep/v1/evaluate/flags/${flagId}`,
    system,
    { context: { targetingKey: unit } },
  );
  return { unit, startedAt, endedAt: Date.now(), outcome };
};

// A client that missed the answer sends the same events again.
const publishUntilAcknowledged = async (
  { system }: LoadOptions,
  eventIds: readonly string[],
): Promise<void> => {
  const eventTime = new Date().toISOString();
  const body = {
    clientSecret: system.clientSecret,
    sendTime: eventTime,
    events: eventIds.map(eventId => ({
      eventDefinition: 'eventDefinitions/kill-check',
      eventId,
      eventTime,
      payload: { context: { targeting_key: eventId } },
    })),
  };
  for (;;) {
    const url = `${system.edgeUrl}/v1/events:publish`;
    if ((await post(url, system, body)) === 200) return;
    await sleep(RETRY_PAUSE_MS);
  }
};

/**
 * Sends evaluations (each unit once) and events (again until acknowledged) at
 * a steady rate until the returned function is called, which waits for what is
 * under way and hands over the report.
 */
export const startLoad = (
  options: LoadOptions,
): (() => Promise<LoadReport>) => {
  const report: LoadReport = { resolves: [], acknowledgedEvents: [] };
  const underWay: Promise<void>[] = [];
  let sequence = 0;
  const nextId = () => `${options.prefix}${(sequence += 1)}`;
  const resolving = setInterval(() => {
    underWay.push(
      resolveOnce(options, nextId()).then(resolve => {
        report.resolves.push(resolve);
      }),
    );
  }, 1000 / options.resolvesPerSecond);
  const publishing = setInterval(() => {
    const ids = Array.from({ length: EVENTS_PER_REQUEST }, nextId);
    underWay.push(
      publishUntilAcknowledged(options, ids).then(() => {
        report.acknowledgedEvents.push(...ids);
      }),
    );
  }, 1000 / options.publishesPerSecond);
  return async () => {
    clearInterval(resolving);
    clearInterval(publishing);
    await Promise.all(underWay);
    return report;
  };
};
