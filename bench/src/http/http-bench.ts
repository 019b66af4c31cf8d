import type { ResolverState } from '@etude/flags';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoadGenerator } from './load-generator';
import type { LoadGenerator } from './load-generator';
import { startServer } from './server-process';
import type { ServerProcess } from './server-process';

/** The processes that a benchmark over HTTP talks to. */
export type HttpBench = {
  readonly edge: ServerProcess;
  /** See `echo-main.ts`. */
  readonly echo: ServerProcess;
  readonly load: LoadGenerator;
};

const EDGE_PROGRAM = join(__dirname, '..', '..', '..', 'apps/edge/src/main.ts');

/** A portal as far as an edge needs one: it serves one flag state. */
const serveState = async (state: ResolverState) => {
  const text = JSON.stringify(state);
  const server = createServer((request, response) => {
    if (request.url !== '/api/flags/v1/state') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/json',
      etag: '"bench"',
    });
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
};

const READY_ATTEMPTS = 200;

const untilReady = async ({ port }: ServerProcess): Promise<void> => {
  for (let attempt = 0; attempt < READY_ATTEMPTS; attempt++) {
    const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (ok) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('The edge has not loaded its flag state in ten seconds.');
};

/** What the edge of a benchmark is given. */
export type HttpBenchSetup = {
  readonly folder: string;
  readonly state: ResolverState;
  /** Variables of the edge besides those that every benchmark sets. */
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Runs `measure` beside a real edge with its durable log in a folder of its
 * own, a bare echo server and a load generator, each in its own process.
 */
export const withHttpBench = async <T>(
  { folder, state, env = {} }: HttpBenchSetup,
  measure: (bench: HttpBench) => Promise<T>,
): Promise<T> => {
  const edgeDir = await mkdtemp(join(folder, 'edge-'));
  const portal = await serveState(state);
  const load = startLoadGenerator();
  const stops: (() => Promise<void>)[] = [];
  const start = async (
    ...parts: Parameters<typeof startServer>
  ): Promise<ServerProcess> => {
    const server = await startServer(...parts);
    stops.push(server.stop);
    return server;
  };
  try {
    const echo = await start(join(__dirname, 'echo-main.ts'));
    const edge = await start(EDGE_PROGRAM, {
      ETUDE_EDGE_PORT: '0',
      ETUDE_EDGE_GRPC_PORT: 'off',
      ETUDE_EDGE_DIR: edgeDir,
      ETUDE_BACKEND_URL: portal.url,
      ETUDE_STATE_POLL_MS: '3600000',
      ETUDE_REPORT_MS: '0',
      ...env,
    });
    await untilReady(edge);
    return await measure({ edge, echo, load });
  } finally {
    load.stop();
    for (const stop of stops) await stop();
    portal.close();
    await rm(edgeDir, { recursive: true, force: true });
  }
};

/** Puts the answer to `/answer` of the echo server. */
export const putAnswer = async (
  echo: ServerProcess,
  text: string,
): Promise<void> => {
  const url = `http://127.0.0.1:${echo.port}/answer`;
  await fetch(url, { method: 'PUT', body: text });
};
