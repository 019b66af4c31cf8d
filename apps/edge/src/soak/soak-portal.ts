import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResolverState } from '@etude/flags';
import { text } from 'node:stream/consumers';
import { SIGNATURE_HEADER } from '../state-signature';
import { fakePortal } from '../testing/fake-portal';

/** A portal as far as edges need one: state, and sticky assignments. */
export type SoakPortal = {
  readonly url: string;
  /** Serves a state from now on and announces it. */
  readonly publish: (state: ResolverState) => void;
  /** Ends the streams of announcements, as a restart of a proxy would. */
  readonly dropStreams: () => void;
  readonly stop: () => void;
};

type Served = {
  readonly etag: string;
  readonly body: string;
  readonly signature: string | null;
};

const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address
    ? Number(address.port)
    : 0;

const eventOf = ({ etag }: Served): string =>
  `event: state\ndata: ${JSON.stringify({ etag })}\n\n`;

const serveState = (
  { etag, body, signature }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/json',
    etag,
    ...(signature !== null && { [SIGNATURE_HEADER]: signature }),
  });
  response.end(body);
};

/**
 * Starts a portal that has `first` on a free port of this machine; `sign`
 * gives the signature of a body.
 */
export const startSoakPortal = async (
  first: ResolverState,
  sign: (body: string) => string | null = () => null,
): Promise<SoakPortal> => {
  const servedOf = (state: ResolverState): Served => {
    const body = JSON.stringify(state);
    const etag = `"state-${state.version}"`;
    return { etag, body, signature: sign(body) };
  };
  let served = servedOf(first);
  const streams = new Set<ServerResponse>();

  const openStream = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(eventOf(served));
    streams.add(response);
    response.once('close', () => streams.delete(response));
  };

  const materializations = fakePortal();
  const keepMaterializations = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const { url = '' } = request;
    const answer = await materializations.answer(url, await text(request));
    response.writeHead(answer?.status ?? 404);
    response.end(answer ? await answer.text() : '');
  };

  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/flags/v1/materializations:')) {
      void keepMaterializations(request, response);
      return;
    }
    request.resume();
    switch (`${request.method} ${request.url}`) {
      case 'GET /api/flags/v1/state':
        return serveState(served, request, response);
      case 'GET /api/flags/v1/state/events':
        return openStream(response);
      case 'POST /api/flags/v1/edge-reports':
        return response.writeHead(204).end();
      default:
        return response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dropStreams = (): void => {
    for (const stream of streams) stream.destroy();
  };
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    publish: state => {
      served = servedOf(state);
      for (const stream of streams) stream.write(eventOf(served));
    },
    dropStreams,
    stop: () => {
      dropStreams();
      server.closeAllConnections();
      server.close();
    },
  };
};
