import { OpenFeatureEventEmitter, ProviderEvents } from '@openfeature/web-sdk';
import type {
  ErrorCode,
  EvaluationContext,
  JsonValue,
  Provider,
  ResolutionDetails,
  TrackingEventDetails,
} from '@openfeature/web-sdk';
import { watchChanges } from '../delivery/change-stream';
import { Outbox } from '../delivery/outbox';
import type { EdgeConnection } from '../delivery/transport';
import { eventMessage, sendEvents } from '../delivery/tracked-event';
import type { EventMessage } from '../delivery/tracked-event';
import { contextForResolver } from '../evaluation/resolver-context';
import { kindProblem } from '../evaluation/typed-value';
import type { ValueKind } from '../evaluation/typed-value';
import { AppliedFlags } from './applied-flags';
import { fetchFlags, readBulkAnswer } from './bulk-answer';
import type { ContextFlags } from './bulk-answer';
import { webSettings } from './web-provider-options';
import type { WebProviderOptions, WebSettings } from './web-provider-options';

const QUEUE = { capacity: 1_000, batchSize: 100 };

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** OFREP evaluates for a context; so it is sent as OpenFeature has it. */
const ofrepContext = (context: EvaluationContext) => {
  const { targeting_key: targetingKey, ...rest } = contextForResolver(context);
  return targetingKey === undefined ? rest : { ...rest, targetingKey };
};

const failure = <T>(
  value: T,
  errorCode: `${ErrorCode}`,
  errorMessage: string,
): ResolutionDetails<T> => ({
  value,
  reason: 'ERROR',
  // The enum has the same texts; without it the SDK is not loaded for one.
  errorCode: errorCode as ErrorCode,
  errorMessage,
});

/**
 * An OpenFeature provider for browsers: fetches all flags of the client for
 * the context in one request, answers from them at once, and tells the edge
 * which were read. Follows changes by server-sent events and by polling.
 */
export class EtudeWebProvider implements Provider {
  readonly metadata = { name: 'Etude' };
  readonly runsOn = 'client';
  readonly events = new OpenFeatureEventEmitter();
  readonly #settings: WebSettings;
  readonly #connection: EdgeConnection;
  readonly #applied: AppliedFlags;
  readonly #tracked: Outbox<EventMessage>;
  readonly #stopped = new AbortController();
  #flags: ContextFlags | null = null;
  #context: EvaluationContext = {};
  /** Requests for flags so far, and the latest that was answered. */
  #asked = 0;
  #answered = 0;
  /** True while the flags are missing, old, or of an earlier context. */
  #isBehind = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WebProviderOptions) {
    this.#settings = webSettings(options);
    const { edgeUrl, clientSecret, fetch, bootstrap, flushMs, onProblem } =
      this.#settings;
    this.#connection = { url: edgeUrl, clientSecret, fetch };
    const onLoss = (items: number, reason: string) => {
      onProblem(`${items} messages to the edge were lost: ${reason}.`);
    };
    this.#applied = new AppliedFlags(this.#connection, { flushMs, onLoss });
    this.#tracked = new Outbox({
      ...QUEUE,
      flushMs,
      onLoss,
      send: (batch, how) => sendEvents(this.#connection, batch, how),
    });
    if (bootstrap) this.#flags = readBulkAnswer(bootstrap, null);
  }

  async initialize(context: EvaluationContext = {}): Promise<void> {
    this.#context = context;
    try {
      if (!this.#flags) await this.#refresh();
    } catch (error) {
      this.#isBehind = true;
      throw error;
    } finally {
      this.#follow();
    }
  }

  async onContextChange(
    before: EvaluationContext,
    after: EvaluationContext,
  ): Promise<void> {
    this.#context = after;
    // What was fetched for one person is never shown to another.
    if (before.targetingKey !== after.targetingKey) this.#flags = null;
    this.#isBehind = true;
    await this.#refresh();
  }

  async onClose(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    await Promise.all([this.#applied.close(), this.#tracked.close()]);
  }

  resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
  ): ResolutionDetails<boolean> {
    return this.#resolve(flagKey, defaultValue, 'boolean');
  }

  resolveStringEvaluation(
    flagKey: string,
    defaultValue: string,
  ): ResolutionDetails<string> {
    return this.#resolve(flagKey, defaultValue, 'string');
  }

  resolveNumberEvaluation(
    flagKey: string,
    defaultValue: number,
  ): ResolutionDetails<number> {
    return this.#resolve(flagKey, defaultValue, 'number');
  }

  resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
  ): ResolutionDetails<T> {
    return this.#resolve(flagKey, defaultValue, 'object');
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
        id: crypto.randomUUID(),
        at: new Date(),
      }),
    );
  }

  #resolve<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
    kind: ValueKind,
  ): ResolutionDetails<T> {
    const flags = this.#flags;
    if (!flags) {
      return failure(
        defaultValue,
        'PROVIDER_NOT_READY',
        'There is no answer of the edge for this context yet.',
      );
    }
    const flag = flagKey.split('.')[0] ?? '';
    const found = flags.byKey.get(flagKey);
    if (!found) {
      return flags.byKey.has(flag)
        ? // A property that the variant leaves out is not in the answer.
          { value: defaultValue, reason: 'DEFAULT' }
        : failure(
            defaultValue,
            'FLAG_NOT_FOUND',
            `The client has no active flag '${flagKey}'. Create it, or add the client to it.`,
          );
    }
    if (found.errorCode !== undefined) {
      return failure(
        defaultValue,
        found.errorCode as `${ErrorCode}`,
        found.errorDetails ?? '',
      );
    }
    const mismatch =
      found.value === undefined
        ? null
        : kindProblem(flagKey, found.value, kind);
    if (mismatch !== null) {
      return failure(defaultValue, 'TYPE_MISMATCH', mismatch);
    }
    this.#applied.add(flag, flags);
    return {
      value: found.value === undefined ? defaultValue : (found.value as T),
      reason: this.#isBehind ? 'STALE' : (found.reason ?? 'UNKNOWN'),
      ...(found.variant === undefined ? {} : { variant: found.variant }),
      flagMetadata: { ...found.metadata },
    };
  }

  /** Fetches the flags for the present context; rejects without an answer. */
  async #refresh(): Promise<void> {
    const context = this.#context;
    const turn = ++this.#asked;
    const etag = this.#flags?.etag ?? null;
    const fetched = await fetchFlags(
      this.#connection,
      ofrepContext(context),
      etag,
    );
    // An answer for a context that is no longer the present one is late.
    if (context !== this.#context || this.#stopped.signal.aborted) return;
    // So is one that a later request has overtaken.
    if (turn < this.#answered) return;
    this.#answered = turn;
    const isChange = this.#flags !== null && fetched !== null;
    this.#flags = fetched ?? this.#flags;
    this.#isBehind = false;
    if (isChange) this.events.emit(ProviderEvents.ConfigurationChanged);
  }

  readonly #update = async (): Promise<void> => {
    clearTimeout(this.#timer);
    const wasBehind = this.#isBehind;
    try {
      await this.#refresh();
      if (wasBehind) this.events.emit(ProviderEvents.Ready);
    } catch (error) {
      this.#settings.onProblem(messageOf(error));
      if (this.#flags && !this.#isBehind) {
        this.#isBehind = true;
        this.events.emit(ProviderEvents.Stale);
      }
    }
    this.#schedule();
  };

  #schedule(): void {
    const { pollMs } = this.#settings;
    if (pollMs > 0 && !this.#stopped.signal.aborted) {
      this.#timer = setTimeout(() => void this.#update(), pollMs);
    }
  }

  #follow(): void {
    const { signal } = this.#stopped;
    this.#schedule();
    if (this.#settings.follow) {
      void watchChanges({
        connection: this.#connection,
        path: '/v1/state/events',
        onChange: () => void this.#update(),
        onBreak: reason => {
          this.#settings.onProblem(messageOf(reason));
        },
        signal,
      });
    }
    if (typeof document !== 'undefined') {
      document.addEventListener(
        'visibilitychange',
        () => {
          if (document.visibilityState === 'hidden') void this.#flush();
        },
        { signal },
      );
    }
  }

  async #flush(): Promise<void> {
    await Promise.all([
      this.#applied.flush(),
      this.#tracked.flush({ keepalive: true }),
    ]);
  }
}
