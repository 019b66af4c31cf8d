import { once } from 'node:events';
import { join } from 'node:path';
import type { Server } from 'node:http';
import { openConfidenceWire } from './confidence/open-confidence-wire';
import { tokenCipher } from './confidence/resolve-token/token-cipher';
import { tokenKeys } from './confidence/resolve-token/token-keys';
import type { EdgeConfig } from './edge-config';
import { createEdgeHandler } from './edge-handler';
import { createParts, createTools, metricsOf } from './edge-parts';
import { createEdgeServer, drainServer } from './edge-server';
import { inProcessRoutes } from './in-process/in-process-routes';
import { metricsRoute } from './metrics-route';
import { tracedHandler } from './observe/request-tracing';
import { openApiRoute } from './open-api/open-api-document';
import { messageOf } from './process-log';
import type { ProcessLog } from './process-log';

/** A running edge. */
export type RunningEdge = {
  readonly port: number;
  /** Port of gRPC, or null when it is off. */
  readonly grpcPort: number | null;
  /** Finishes what is in flight, seals the log, and lets go of everything. */
  readonly stop: () => Promise<void>;
};

const HEARTBEAT_MS = 15_000;

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
};

/** Starts an edge in this process. Resolves when it answers. */
export const runEdge = async (
  config: EdgeConfig,
  report: ProcessLog,
): Promise<RunningEdge> => {
  const parts = await createParts(config, report);
  const { log, state, changes, observers, materializations } = parts;
  const { meter, reporter } = observers;
  const tokens = tokenCipher(
    await tokenKeys({
      configured: config.confidence.tokenKeys,
      serviceToken: config.token,
      keyFile: join(config.edgeDir, 'token.key'),
    }),
  );
  const tools = createTools(config, parts, tokens);
  const onError = (error: unknown) =>
    report('request-failed', { message: messageOf(error) });
  const confidence = openConfidenceWire({
    config: config.confidence,
    tools,
    tokens,
    eventChecks: parts.eventChecks,
    maxConnections: config.maxConnections,
    countCall: (method, status, seconds) =>
      meter.count(`grpc-${method}`, status, seconds),
    hasTraces: config.hasTraces,
    onError,
  });
  let draining = false;
  const isDraining = () => draining;
  const handle = createEdgeHandler({
    tools,
    changes,
    logCounters: () => log.counters(),
    backlog: () => parts.backlog.current(),
    isDraining,
    routes: [
      confidence.routes,
      inProcessRoutes(tools, changes),
      openApiRoute,
      metricsRoute(metricsOf(parts), config.metricsToken),
    ],
  });
  const server = createEdgeServer({
    handle: meter.around(config.hasTraces ? tracedHandler(handle) : handle),
    isDraining,
    maxConnections: config.maxConnections,
    onError,
  });
  const heartbeat = setInterval(() => changes.beat(), HEARTBEAT_MS).unref();
  const release = async () => {
    clearInterval(heartbeat);
    await confidence.stop();
    await materializations.close();
    await Promise.all([state.stop(), parts.eventChecks.stop()]);
    parts.backlog.stop();
    await log.close();
  };
  let port = config.port;
  let grpcPort: number | null = null;
  try {
    await Promise.all([state.start(), parts.eventChecks.start()]);
    port = await listen(server, config.port);
    grpcPort = await confidence.start();
  } catch (error) {
    await release();
    throw error;
  }
  if (config.reportMs > 0) reporter.start();
  report('edge-listening', { port, grpcPort });
  const stop = async () => {
    draining = true;
    changes.close();
    await drainServer(server);
    if (config.reportMs > 0) await reporter.stop();
    await release();
    report('edge-stopped', { ...log.counters() });
  };
  return { port, grpcPort, stop };
};
