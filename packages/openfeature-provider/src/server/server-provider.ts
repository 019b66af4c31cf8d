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
import { resolutionDetails } from '../evaluation/resolution-details';
import type { ValueKind } from '../evaluation/typed-value';
import { Outbox } from '../delivery/outbox';
import { requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';
import { eventMessage, sendEvents } from '../delivery/tracked-event';
import type { EventMessage } from '../delivery/tracked-event';
import { RecentAssignments, assignmentsOf } from './assignment-log';
import type { AssignmentMessage } from './assignment-log';
import { serverSettings } from './server-provider-options';
import type {
  ServerProviderOptions,
  ServerSettings,
} from './server-provider-options';
import { StateFeed } from './state-feed';

const CAPACITY = 100_000;
const BATCH_SIZE = 1_000;

const lossOf =
  (what: string, { onProblem }: ServerSettings) =>
  (items: number, reason: string): void => {
    onProblem(`${items} ${what} were lost: ${reason}.`);
  };

/**
 * An OpenFeature provider for servers: resolves in this process from a state
 * that an edge streams, and delivers assignments and tracked events to that
 * edge in batches. Evaluations never wait for the network.
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
    await Promise.all([this.#assignments.close(), this.#tracked.close()]);
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

  #resolve<T extends JsonValue>(
    flagKey: string,
    asked: { readonly kind: ValueKind; readonly defaultValue: T },
    context: EvaluationContext,
  ): ResolutionDetails<T> {
    const state = this.#feed.current();
    if (!state) {
      return {
        value: asked.defaultValue,
        reason: 'ERROR',
        errorCode: ErrorCode.PROVIDER_NOT_READY,
        errorMessage: 'There is no flag state yet.',
      };
    }
    const key = parseFlagKey(flagKey);
    const resolution = state.resolver.resolveFlag(key.flag, {
      credential: state.credential,
      context: contextForResolver(context),
    });
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
