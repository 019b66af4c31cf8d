import { randomUUID } from 'node:crypto';
import type { Caller } from '@etude/api-node';
import { compileEventCheck } from '@etude/events';
import type { Clock, Problem } from '@etude/kernel';
import {
  eventDefinitionCreatePermission,
  eventDefinitionReadPermission,
  lakeReadPermission,
} from '@etude/plugin-metrics-common';
import type {
  Freshness,
  TryEventRequest,
  TryEventResponse,
} from '@etude/plugin-metrics-common';
import { notFound } from '../metrics-errors';
import { readEventFreshness } from '../read-models/freshness';
import { readRecentPayloads } from '../read-models/recent-payloads';
import type { EventDefinitionStore } from '../stores/event-definition-store';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import type { RunRecorder } from './run-recorder';
import type { Warehouses } from './warehouses';

export type EventArrivalsOptions = {
  readonly definitions: EventDefinitionStore;
  readonly recorder: RunRecorder;
  readonly warehouses: Warehouses;
  readonly authorization: Authorization;
  readonly clock: Clock;
};

/** Days of events that a definition is tried on. */
const TRIED_DAYS = 7;
const MS_PER_DAY = 86_400_000;

type Call = { readonly caller: Caller; readonly signal: AbortSignal };

const problemCounts = (
  problems: readonly Problem[],
): TryEventResponse['problems'] => {
  const counts = new Map<string, TryEventResponse['problems'][number]>();
  for (const { code, path = '' } of problems) {
    const key = `${path} ${code}`;
    const events = (counts.get(key)?.events ?? 0) + 1;
    counts.set(key, { path, code, events });
  }
  return [...counts.values()].sort((a, b) => b.events - a.events);
};

/** Says what arrived of events in the lake, and what fields would refuse of it. */
export class EventArrivals {
  readonly #options: EventArrivalsOptions;

  constructor(options: EventArrivalsOptions) {
    this.#options = options;
  }

  /**
   * When the event last came, and how many came on each of the last days.
   *
   * @throws ETUDE_METRICS_EVENT_DEFINITION_NOT_FOUND, and what the lake throws
   */
  async freshness(id: string, { caller, signal }: Call): Promise<Freshness> {
    const { authorization, definitions, warehouses, clock } = this.#options;
    await authorization.require(eventDefinitionReadPermission, caller);
    await authorization.require(lakeReadPermission, caller);
    if (!(await definitions.find(id))) throw notFound('event definition', id);
    const { runner } = warehouses.lake;
    return readEventFreshness(id, { runner, now: clock.now(), signal });
  }

  /**
   * What fields would have refused of the events that arrived lately, with the
   * run that read them. It counts for the owner of the definition; while there
   * is none, for the owner that it is going to have.
   */
  async tryOut(body: TryEventRequest, call: Call): Promise<TryEventResponse> {
    const { authorization, definitions, recorder, clock } = this.#options;
    const { caller, signal } = call;
    await authorization.require(eventDefinitionCreatePermission, caller);
    await authorization.require(lakeReadPermission, caller);
    const { id, fields } = body;
    const owner = (await definitions.find(id))?.owner ?? body.owner ?? null;
    const since = new Date(clock.now().getTime() - TRIED_DAYS * MS_PER_DAY);
    const { lake } = this.#options.warehouses;
    const { runId, value: payloads } = await recorder.record(
      {
        id: randomUUID(),
        kind: 'trial',
        experimentId: null,
        metricIds: [],
        owner: owner?.toLowerCase() ?? null,
        requestedBy: principalName(caller),
      },
      run => readRecentPayloads(run, { lake, event: id, since }),
      signal,
    );
    const refused = payloads
      .map(compileEventCheck(fields))
      .filter(problems => problems.length > 0);
    return {
      runId,
      since: since.toISOString(),
      checked: payloads.length,
      refused: refused.length,
      problems: problemCounts(refused.flat()),
    };
  }
}
