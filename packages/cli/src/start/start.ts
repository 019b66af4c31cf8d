import fs from 'node:fs/promises';
import path from 'node:path';
import { parseOptions, parsePort } from '../options';
import { print, seconds } from '../print';
import { buildPortal } from './build-portal';
import { requireFreePort } from './free-port';
import { ownLayout, STATE_ENTRIES } from './layout';
import { smoke } from './smoke';
import type { System } from './system';
import {
  seedProcess,
  startSystem,
  trafficProcess,
  waitForEdge,
  waitForPortal,
} from './system';
import { timed } from './timed';

const OPTIONS = {
  empty: { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  smoke: { type: 'boolean', default: false },
  port: { type: 'string', default: '7007' },
  'edge-port': { type: 'string', default: '7070' },
} as const;

const reset = async (): Promise<void> => {
  for (const entry of STATE_ENTRIES) {
    await fs.rm(path.join(ownLayout.stateDir, entry), {
      recursive: true,
      force: true,
    });
  }
};

const untilInterrupted = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
  });

const bringUp = async (system: System, withDemo: boolean): Promise<void> => {
  await timed('portal and API are up', () => waitForPortal(system));
  await timed('edge resolves flags', () => waitForEdge(system));
  if (!withDemo) return;
  await timed('demo organisation is there', () =>
    system.supervisor.run(seedProcess(system), line => print(`    ${line}`)),
  );
  system.supervisor.keep(trafficProcess(system));
};

const announce = (system: System, startedAt: number): void => {
  print();
  print(`Etude is up (${seconds(Date.now() - startedAt)}). Open:`);
  print(`  ${system.portalUrl}              the portal`);
  print(`  ${system.portalUrl}/experiments  what is being tested`);
  print(`  ${system.edgeUrl}/v1/edge:status  the edge`);
  print();
  print('Ctrl-C stops all of it; ./etude start goes on where it was.');
};

/** `./etude start`: exit code 0 when stopped by the person. */
export const start = async (argv: readonly string[]): Promise<number> => {
  const { values } = parseOptions(argv, 'start', OPTIONS);
  if (values.smoke) return smoke();
  const startedAt = Date.now();
  const port = parsePort('--port', values.port);
  const edgePort = parsePort('--edge-port', values['edge-port']);
  await requireFreePort(port, '--port');
  await requireFreePort(edgePort, '--edge-port');
  if (values.reset) await timed('forgot the previous state', reset);
  await timed('frontend is built', buildPortal);
  const system = await startSystem({
    layout: ownLayout,
    port,
    edgePort,
    withDemo: !values.empty,
    databaseUrl: process.env['DATABASE_URL'],
    onTrouble: sentence => print(`! ${sentence}`),
  });
  const interrupted = untilInterrupted();
  try {
    const outcome = await Promise.race([
      bringUp(system, !values.empty).then(() => 'up' as const),
      interrupted.then(() => 'interrupted' as const),
    ]);
    if (outcome === 'up') {
      announce(system, startedAt);
      await interrupted;
    }
  } finally {
    print('Stopping …');
    await system.supervisor.stop();
  }
  print('Stopped.');
  return 0;
};
