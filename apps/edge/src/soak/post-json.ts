import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { SOAK_SECRET } from './soak-states';

/** A whole answer. */
export type Reply = {
  readonly status: number;
  readonly etag: string | null;
  readonly body: unknown;
};

const TIMEOUT_MS = 20_000;

const read = async (response: IncomingMessage): Promise<Reply> => {
  const text = await readText(response);
  return {
    status: response.statusCode ?? 0,
    etag: response.headers.etag ?? null,
    body: text === '' ? null : JSON.parse(text),
  };
};

/** A client that keeps its connections. */
export const createPoster = () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  /** @throws when the connection breaks before the answer is whole. */
  const post = (
    url: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const outgoing = request(url, {
        agent,
        method: 'POST',
        timeout: TIMEOUT_MS,
        headers: {
          authorization: `Bearer ${SOAK_SECRET}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...headers,
        },
      });
      outgoing.on('response', response => read(response).then(resolve, reject));
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)),
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  return { post, close: () => agent.destroy() };
};

/** See {@link createPoster}. */
export type Poster = ReturnType<typeof createPoster>;
