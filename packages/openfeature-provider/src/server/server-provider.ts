import { randomUUID } from 'node:crypto';
import {
  ErrorCode,
  OpenFeatureEventEmitter,
  ProviderEvents,
} from '@openfeature/server-sdk';
import type {
  EvaluationContext,
  JsonValue,
  Provider,
  ResolutionDetails,
  TrackingEventDetails,
} from '@openfeature/server-sdk';
import type { FlagResolution } from '@etude/resolver';
import { contextForResolver } from '../evaluation/resolver-context';
import { parseFlagKey } from '../evaluation/flag-key';
import type { FlagKey } from '../evaluation/flag-key';
import { resolutionDetails } from '../evaluation/resolution-details';
import type { ValueKind } from '../evaluation/typed-value';
import { Outbox } from '../delivery/outbox';
import { requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';
import { eventMessage, sendEvents } from '../delivery/tracked-event';
import type { EventMessage } from '../delivery/tracked-event';
import { resolveSticky } from '../sticky/resolve-sticky';
import { RecentAssignments, assignmentsOf } from './assignment-log';
import type { AssignmentMessage } from './assignment-log';
import { serverSettings } from './server-provider-options';
import type {
  ServerProviderOptions,
  ServerSettings,
} from './server-provider-options';
import { StateFeed } from './state-feed';
import type { LocalState } from './local-state';
import { stickyAtEdge } from './sticky-at-edge';
import type { StickyAtEdge } from './sticky-at-edge';

const CAPACITY = 100_000;
const BATCH_SIZE = 1_000;

type Asked<T> = { readonly kind: ValueKind; readonly defaultValue: T };

const lossOf =
  (what: string, { onProblem }: ServerSettings) =>
  (items: number, reason: string): void => {
    onProblem(`${items} ${what} were lost: ${reason}.`);
  };

/**
 * An OpenFeature provider for servers: resolves in this process from a state
 * that an edge streams, and delivers assignments and tracked events to that
 * edge in batches. Evaluations wait for the network only where they need sticky
 * assignments, for a bounded time.
 */
export class EtudeServerProvider implements Provider {
  readonly metadata = { name: 'Etude' };
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly #settings: ServerSettings;
  readonly #feed: StateFeed;
  readonly #recent: RecentAssignments;
  readonly #assignments: Outbox<AssignmentMessage>;
  readonly #tracked: Outbox<EventMessage>;
  readonly #sticky: StickyAtEdge;

  constructor(options: ServerProviderOptions) {
    this.#settings = serverSettings(options);
    const { edgeUrl, clientSecret, fetch, flushMs, dedupeMs } = this.#settings;
    const connection: EdgeConnection = { url: edgeUrl, clientSecret, fetch };
    this.#recent = new RecentAssignments(dedupeMs);
    const queue = { capacity: CAPACITY, batchSize: BATCH_SIZE, flushMs };
    this.#assignments = new Outbox({
      ...queue,
      send: async assignments => {
        await requestEdge(connection, '/v1/assignments:write', {
          method: 'POST',
          body: { assignments },
        });
      },
      onLoss: lossOf('assignments', this.#settings),
    });
    this.#tracked = new Outbox({
      ...queue,
      send: (batch, how) => sendEvents(connection, batch, how),
      onLoss: lossOf('tracked events', this.#settings),
    });
    this.#sticky = stickyAtEdge(connection, this.#settings);
    this.#feed = new StateFeed(connection, this.#settings, {
      onChange: () => {
        this.events.emit(ProviderEvents.ConfigurationChanged);
      },
      onStale: () => {
        this.events.emit(ProviderEvents.Stale);
      },
      onFresh: () => {
        this.events.emit(ProviderEvents.Ready);
      },
    });
  }

  async initialize(): Promise<void> {
    await this.#feed.start();
  }

  async onClose(): Promise<void> {
    this.#feed.stop();
    await Promise.all([
      this.#assignments.close(),
      this.#tracked.close(),
      this.#sticky.close(),
    ]);
  }

  async resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    return this.#resolve(flagKey, { kind: 'boolean', defaultValue }, context);
  }

  async resolveStringEvaluation(
    flagKey: string,
    defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    return this.#resolve(flagKey, { kind: 'string', defaultValue }, context);
  }

  async resolveNumberEvaluation(
    flagKey: string,
    defaultValue: number,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<number>> {
    return this.#resolve(flagKey, { kind: 'number', defaultValue }, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    return this.#resolve(flagKey, { kind: 'object', defaultValue }, context);
  }

  track(
    name: string,
    context: EvaluationContext,
    details: TrackingEventDetails,
  ): void {
    this.#tracked.add(
      eventMessage({
        name,
        context: contextForResolver(context),
        details,
        id: randomUUID(),
        at: new Date(),
      }),
    );
  }

  /** At once, except for flags with sticky assignments. */
  #resolve<T extends JsonValue>(
    flagKey: string,
    asked: Asked<T>,
    context: EvaluationContext,
  ): ResolutionDetails<T> | Promise<ResolutionDetails<T>> {
    const state = this.#feed.current();
    if (!state) {
      return {
        value: asked.defaultValue,
        reason: 'ERROR',
        errorCode: ErrorCode.PROVIDER_NOT_READY,
        errorMessage: 'There is no flag state yet.',
      };
    }
    const { resolver, credential, sticky } = state;
    const key = parseFlagKey(flagKey);
    const request = { credential, context: contextForResolver(context) };
    if (!sticky.has(key.flag)) {
      const resolution = resolver.resolveFlag(key.flag, request);
      return this.#details({ key, asked, state }, resolution);
    }
    return resolveSticky(
      { resolver, store: this.#sticky.store },
      { ...request, flags: [key.flag] },
    ).then(result =>
      this.#details(
        { key, asked, state },
        result.ok ? result.value[0] : undefined,
      ),
    );
  }

  #details<T extends JsonValue>(
    {
      key,
      asked,
      state,
    }: {
      readonly key: FlagKey;
      readonly asked: Asked<T>;
      readonly state: LocalState;
    },
    resolution: FlagResolution | undefined,
  ): ResolutionDetails<T> {
    const details = resolutionDetails(key, resolution, {
      ...asked,
      client: state.credential.client,
      ruleReasons: state.ruleReasons,
      isStale: this.#feed.isStale(),
    });
    if (resolution?.shouldApply && details.errorCode === undefined) {
      this.#log(resolution);
    }
    return details;
  }

  #log(resolution: FlagResolution): void {
    const now = new Date();
    const stamp = {
      resolveId: randomUUID().replaceAll('-', ''),
      assignedAt: now.toISOString(),
    };
    for (const message of assignmentsOf(resolution, stamp)) {
      const key = `${message.unit}\n${message.rule}\n${message.assignmentId}`;
      if (this.#recent.isNew(key, now.getTime())) {
        this.#assignments.add(message);
      }
    }
  }
}
