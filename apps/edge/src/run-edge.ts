import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DurableLog } from '@etude/events';
import type { Clock } from '@etude/kernel';
import type { EdgeConfig } from './edge-config';
import { createEdgeHandler } from './edge-handler';
import { createEdgeServer, drainServer } from './edge-server';
import { messageOf } from './process-log';
import type { ProcessLog } from './process-log';
import { StatePoller } from './state-poller';

/** A running edge. */
export type RunningEdge = {
  readonly port: number;
  /** Finishes what is in flight, seals the log, and lets go of everything. */
  readonly stop: () => Promise<void>;
};

const systemClock: Clock = { now: () => new Date() };

// Sliced rather than replaced: an id is made for every event.
const newId = (): string => {
  const id = randomUUID();
  return `${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(14, 18)}${id.slice(19, 23)}${id.slice(24)}`;
};

/** Starts an edge in this process. Resolves when it answers. */
export const runEdge = async (
  config: EdgeConfig,
  report: ProcessLog,
): Promise<RunningEdge> => {
  await mkdir(config.edgeDir, { recursive: true });
  const log = await DurableLog.open(join(config.edgeDir, 'log'), {
    sealAfterMs: config.sealMs,
  });
  const { recoveredFiles, tornBytes } = log.counters();
  if (recoveredFiles > 0)
    report('log-recovered', { recoveredFiles, tornBytes });
  const state = new StatePoller({
    backendUrl: config.backendUrl,
    token: config.token,
    pollMs: config.statePollMs,
    stateFile: join(config.edgeDir, 'state.json'),
    clock: systemClock,
    fetch,
    onEvent: ({ kind, ...details }) => report(kind, details),
  });
  let draining = false;
  const isDraining = () => draining;
  const handle = createEdgeHandler({
    state,
    log: {
      append: lines => log.append(lines),
      counters: () => log.counters(),
    },
    clock: systemClock,
    newId,
    isDraining,
  });
  const server = createEdgeServer({
    handle,
    isDraining,
    onError: error => report('request-failed', { message: messageOf(error) }),
  });
  const release = async () => {
    await state.stop();
    await log.close();
  };
  try {
    await state.start();
    server.listen(config.port);
    await once(server, 'listening');
  } catch (error) {
    await release();
    throw error;
  }
  const address = server.address();
  const port =
    typeof address === 'object' && address ? address.port : config.port;
  report('edge-listening', { port });
  const stop = async () => {
    draining = true;
    await drainServer(server);
    await release();
    report('edge-stopped', { ...log.counters() });
  };
  return { port, stop };
};
