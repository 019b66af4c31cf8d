import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResolverState } from '@etude/flags';
import { SIGNATURE_HEADER } from '../state-signature';

/** A portal as far as edges need one. */
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

  const server = createServer((request, response) => {
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
