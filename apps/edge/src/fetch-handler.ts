import type { EdgeHandler } from './edge-handler';
import {
  BufferedRequest,
  MAX_BODY_BYTES,
  TOO_LARGE,
  headerList,
} from './http-message';
import type { EdgeResponse, StreamSink } from './http-message';

/** Answers requests of the Fetch standard, as Worker runtimes hand them over. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Chunks that may wait for a client that does not read its stream. */
const MAX_STREAM_CHUNKS = 64;

/** The whole body, or null when it is larger than `maxBytes`. */
const readBody = async (
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | null> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body !== null) {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maxBytes) return null;
      chunks.push(chunk);
    }
  }
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
};

const pairsOf = (list: readonly string[]): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < list.length; i += 2) {
    pairs.push([list[i] ?? '', list[i + 1] ?? '']);
  }
  return pairs;
};

const streamOf = (
  { body }: EdgeResponse,
  open: NonNullable<EdgeResponse['stream']>,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let close: () => void = () => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start: controller => {
        const sink: StreamSink = {
          write: text => {
            if ((controller.desiredSize ?? 0) <= 0) return false;
            controller.enqueue(encoder.encode(text));
            return true;
          },
          end: () => {
            close();
            controller.close();
          },
        };
        controller.enqueue(
          typeof body === 'string' ? encoder.encode(body) : body,
        );
        close = open(sink);
      },
      cancel: () => close(),
    },
    { highWaterMark: MAX_STREAM_CHUNKS },
  );
};

const BODILESS = [204, 304];

const responseOf = (answer: EdgeResponse): Response => {
  const { status, stream, body } = answer;
  const headers = new Headers(pairsOf(headerList(answer)));
  if (stream !== undefined) {
    return new Response(streamOf(answer, stream), { status, headers });
  }
  if (BODILESS.includes(status)) return new Response(null, { status, headers });
  return new Response(typeof body === 'string' ? body : Uint8Array.from(body), {
    status,
    headers,
  });
};

/**
 * The edge for a Worker runtime or any other host of the Fetch standard: a
 * `fetch` handler around what `createEdgeHandler` gives. Nothing on its way
 * needs node; state, log and hash come with the handler's tools.
 */
export const toFetchHandler =
  (handle: EdgeHandler, maxBodyBytes = MAX_BODY_BYTES): FetchHandler =>
  async request => {
    const { pathname, search } = new URL(request.url);
    const bytes = await readBody(request.body, maxBodyBytes);
    const answer =
      bytes === null
        ? TOO_LARGE
        : await handle(
            new BufferedRequest({
              method: request.method,
              path: pathname,
              query: search.slice(1),
              headers: Object.fromEntries(request.headers),
              bytes,
            }),
          );
    return responseOf(answer);
  };
