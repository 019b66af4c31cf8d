import type { ResolverState } from '@etude/flags';
import type { ResolvedCredential } from '@etude/resolver';
import type { FlagState } from './flag-state';
import { jsonResponse } from './http-message';
import type { EdgeRequest, EdgeResponse, StreamSink } from './http-message';

/** Path of the streams; what follows the question mark names the client. */
export const CHANGES_PATH = '/ofrep/v1/changes';

const TOKEN_PARAMETER = 'stream';

/** Seconds without use after which clients should hang up. */
const INACTIVITY_SECONDS = 120;

/** What the streams need. */
export type ChangeStreamsOptions = {
  /** Streams at once; 0 offers none. */
  readonly maxStreams: number;
  readonly sha256: (text: string) => string;
  /** A number in [0, 1), to keep clients from coming back all at once. */
  readonly random: () => number;
};

type Stream = {
  readonly sink: StreamSink;
  readonly token: string;
};

/** The flags of a client, and whatever decides them, in short. */
const fingerprintOf = (
  { flags, segments, bloomFilters }: ResolverState,
  client: string,
  sha256: (text: string) => string,
): string => {
  const prerequisites = new Set(
    flags.flatMap(flag => (flag.prerequisites ?? []).map(({ flag: of }) => of)),
  );
  const deciding = flags.filter(
    flag => flag.clients.includes(client) || prerequisites.has(flag.name),
  );
  return sha256(JSON.stringify([deciding, segments, bloomFilters])).slice(
    0,
    32,
  );
};

const message = (id: string, data: unknown): string =>
  `id: ${id}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`;

const refuse = (status: number, code: number, text: string): EdgeResponse =>
  jsonResponse(
    status,
    { code, message: text },
    status === 503 ? { 'retry-after': '30' } : undefined,
  );

/**
 * Streams that tell OFREP web providers when to ask for their flags again
 * (OFREP 0.3, decision record 8). A provider learns the address of its stream
 * from the bulk answer; a browser's EventSource sends no headers, so the
 * address carries a token, which opens nothing but the stream.
 */
export class ChangeStreams {
  readonly #options: ChangeStreamsOptions;
  readonly #streams = new Set<Stream>();
  readonly #tails = new WeakMap<ResolvedCredential, string>();
  #state: FlagState | null = null;
  /** Credentials of {@link #state} by token; made when first asked for. */
  #credentials: ReadonlyMap<string, ResolvedCredential> | null = null;
  /** By client, for the clients that listen or have listened. */
  #fingerprints = new Map<string, string>();
  #isClosed = false;

  constructor(options: ChangeStreamsOptions) {
    this.#options = options;
  }

  /** How many clients listen. */
  get size(): number {
    return this.#streams.size;
  }

  /** What the bulk answer of a credential ends with, to be put before `}`. */
  tail(credential: ResolvedCredential): string {
    if (this.#options.maxStreams === 0) return '';
    const known = this.#tails.get(credential);
    if (known !== undefined) return known;
    const requestUri = `${CHANGES_PATH}?${TOKEN_PARAMETER}=${this.#tokenOf(credential.secretHash)}`;
    const eventStreams = [
      {
        type: 'sse',
        endpoint: { requestUri },
        inactivityDelaySec: INACTIVITY_SECONDS,
      },
    ];
    const tail = `,"eventStreams":${JSON.stringify(eventStreams)}`;
    this.#tails.set(credential, tail);
    return tail;
  }

  /** `GET /ofrep/v1/changes?stream=…`: stays open. */
  open(request: EdgeRequest): EdgeResponse {
    const token = new URLSearchParams(request.query).get(TOKEN_PARAMETER) ?? '';
    const credential = this.#credentialOf(token);
    if (!credential) {
      return refuse(
        401,
        16,
        'The address of this stream is not known. Take it from the bulk answer.',
      );
    }
    return this.follow(credential, request);
  }

  /** The stream of a credential, for clients that can send its secret. */
  follow(credential: ResolvedCredential, request: EdgeRequest): EdgeResponse {
    const token = this.#tokenOf(credential.secretHash);
    if (this.#isClosed || this.#streams.size >= this.#options.maxStreams) {
      return refuse(503, 14, 'The edge has no room for another stream now.');
    }
    const fingerprint = this.#fingerprint(credential.client);
    const seen = request.headers['last-event-id'];
    const missed = typeof seen === 'string' && seen !== fingerprint;
    const retryMs = Math.round(1_000 + 2_000 * this.#options.random());
    return {
      status: 200,
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // nginx would otherwise collect events before it passes them on.
        'x-accel-buffering': 'no',
      },
      body: `retry: ${retryMs}\n\n${missed ? this.#refetch(fingerprint) : ''}`,
      stream: sink => {
        const stream = { sink, token };
        this.#streams.add(stream);
        return () => this.#streams.delete(stream);
      },
    };
  }

  /** Tells those whose flags have changed; ends those that may not listen. */
  announce(state: FlagState): void {
    const before = this.#fingerprints;
    this.#state = state;
    this.#credentials = null;
    this.#fingerprints = new Map();
    for (const stream of this.#streams) {
      const credential = this.#credentialOf(stream.token);
      if (!credential) {
        this.#end(stream);
        continue;
      }
      const fingerprint = this.#fingerprint(credential.client);
      if (fingerprint !== before.get(credential.client)) {
        this.#write(stream, this.#refetch(fingerprint));
      }
    }
  }

  /** Keeps proxies from hanging up; to be called every 15 seconds or so. */
  beat(): void {
    for (const stream of this.#streams) this.#write(stream, ':\n\n');
  }

  /** Ends every stream, so that clients find another edge. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#streams) this.#end(stream);
  }

  #refetch(fingerprint: string): string {
    const etag = `"${fingerprint}"`;
    return message(fingerprint, { type: 'refetchEvaluation', etag });
  }

  #write(stream: Stream, text: string): void {
    // A client that does not read would have the edge keep its events.
    if (!stream.sink.write(text)) this.#end(stream);
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream);
    stream.sink.end();
  }

  #tokenOf(secretHash: string): string {
    return this.#options.sha256(`changes|${secretHash}`);
  }

  #credentialOf(token: string): ResolvedCredential | undefined {
    this.#credentials ??= this.#readCredentials();
    return this.#credentials.get(token);
  }

  #readCredentials(): ReadonlyMap<string, ResolvedCredential> {
    const state = this.#state;
    if (!state) return new Map();
    const entries = state.document.clients.flatMap(({ credentials }) =>
      credentials.flatMap(({ secretHash }) => {
        const credential = state.resolver.findCredential(secretHash);
        const entry: [string, ResolvedCredential] | null = credential
          ? [this.#tokenOf(secretHash), credential]
          : null;
        return entry ? [entry] : [];
      }),
    );
    return new Map(entries);
  }

  #fingerprint(client: string): string {
    const known = this.#fingerprints.get(client);
    if (known !== undefined || !this.#state) return known ?? '';
    const { document } = this.#state;
    const fingerprint = fingerprintOf(document, client, this.#options.sha256);
    this.#fingerprints.set(client, fingerprint);
    return fingerprint;
  }
}
