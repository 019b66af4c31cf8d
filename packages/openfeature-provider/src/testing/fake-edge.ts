import type { Fetch } from '../delivery/transport';

/** A request as an edge saw it. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly headers: Headers;
  readonly body: unknown;
};

/** What answers a path: a response, or null for no network. */
export type Answer = (request: SeenRequest) => Response | null;

/** An edge without a network: answers by path and remembers what it saw. */
export type FakeEdge = {
  readonly fetch: Fetch;
  readonly seen: readonly SeenRequest[];
  /** Bodies of the requests to a path, in order. */
  readonly bodiesOf: (path: string) => readonly unknown[];
  /** Sends a change to everyone who follows. */
  readonly pushChange: () => void;
  /** Ends all streams of events. */
  readonly breakStreams: () => void;
};

const EVENTS_PATH = '/v1/state/events';

const bodyOf = (init: RequestInit): unknown =>
  typeof init.body === 'string' ? JSON.parse(init.body) : undefined;

/** For tests: an edge that answers each path as told, others with `{}`. */
export const fakeEdge = (
  answers: Readonly<Record<string, Answer>>,
): FakeEdge => {
  const seen: SeenRequest[] = [];
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();

  const eventStream = (signal: AbortSignal | null | undefined): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: controller => {
          streams.add(controller);
          signal?.addEventListener('abort', () => {
            if (streams.delete(controller)) controller.error(signal.reason);
          });
        },
      }),
      { headers: { 'content-type': 'text/event-stream' } },
    );

  return {
    seen,
    bodiesOf: path =>
      seen.filter(request => request.path === path).map(({ body }) => body),
    pushChange: () => {
      for (const stream of streams) {
        stream.enqueue(encoder.encode(': heartbeat\n\n'));
        stream.enqueue(encoder.encode('event: state\ndata: {"version'));
        stream.enqueue(encoder.encode('":2}\n\n'));
      }
    },
    breakStreams: () => {
      for (const stream of streams) stream.close();
      streams.clear();
    },
    fetch: async (url, init) => {
      const headers = new Headers(init.headers);
      const request: SeenRequest = {
        method: init.method ?? 'GET',
        path: new URL(url).pathname,
        authorization: headers.get('authorization'),
        headers,
        body: bodyOf(init),
      };
      seen.push(request);
      if (request.path === EVENTS_PATH) return eventStream(init.signal);
      const answer = answers[request.path];
      const response = answer ? answer(request) : Response.json({});
      if (response === null) throw new TypeError('fetch failed');
      return response;
    },
  };
};
