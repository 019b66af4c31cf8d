import { EtudeError } from '@etude/kernel';
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { print, seconds } from '../print';
import { etudeDirectory } from '../repository';
import { buildPortal } from './build-portal';
import { freePort } from './free-port';
import { layoutIn } from './layout';
import type { Layout } from './layout';
import type { System } from './system';
import {
  seedProcess,
  startSystem,
  trafficProcess,
  waitForEdge,
  waitForPortal,
} from './system';
import { timed } from './timed';
import { waitFor } from './wait-for';

const TRAFFIC_TIMEOUT_MS = 120_000;

const demoSchema = z.object({
  clientSecret: z.string(),
  flagId: z.string(),
  liveExperimentId: z.string(),
});

const resultsSchema = z.object({
  snapshot: z
    .object({
      analysis: z.object({
        recommendations: z.array(z.object({ sentence: z.string() })),
      }),
      traffic: z.array(z.object({ variant: z.string(), units: z.number() })),
    })
    .nullable(),
});

const fail = (message: string): EtudeError =>
  new EtudeError(message, { code: 'ETUDE_SMOKE_FAILED', kind: 'operational' });

const checkPortal = async (system: System): Promise<void> => {
  const response = await fetch(system.portalUrl);
  const page = await response.text();
  if (!response.ok || !page.includes('<div id="root">')) {
    throw fail(
      `${system.portalUrl} answered ${response.status} without the portal's page.`,
    );
  }
};

const readDemo = async (layout: Layout) =>
  demoSchema.parse(JSON.parse(await fs.readFile(layout.demoFile, 'utf8')));

const checkEdge = async (
  system: System,
  demo: z.infer<typeof demoSchema>,
): Promise<void> => {
  const url = `${system.edgeUrl}/ofrep/v1/evaluate/flags/${demo.flagId}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${demo.clientSecret}`,
    },
    body: JSON.stringify({ context: { targetingKey: 'smoke-unit' } }),
  });
  const body: unknown = await response.json();
  const variant = z.object({ variant: z.string() }).safeParse(body);
  if (!response.ok || !variant.success) {
    throw fail(
      `The edge answered ${response.status} without a variant of '${demo.flagId}': ${JSON.stringify(body)}`,
    );
  }
};

const operatorFetch = async (
  system: System,
  pathBelowApi: string,
  method: 'GET' | 'POST',
): Promise<unknown> => {
  const response = await fetch(`${system.portalUrl}/api/${pathBelowApi}`, {
    method,
    headers: { authorization: `Bearer ${system.secrets.operatorToken}` },
  });
  if (!response.ok) {
    throw fail(
      `${method} /api/${pathBelowApi} answered ${response.status}: ${await response.text()}`,
    );
  }
  return response.json();
};

const unitsOf = (results: z.infer<typeof resultsSchema>): number =>
  (results.snapshot?.traffic ?? []).reduce((sum, row) => sum + row.units, 0);

/** The demo experiment's units before and after traffic flowed. */
const checkOwnTraffic = async (
  system: System,
  experimentId: string,
): Promise<string> => {
  const at = `experiments/v1/experiments/${experimentId}`;
  const refreshed = async () => {
    await operatorFetch(system, `${at}/refresh`, 'POST');
    return resultsSchema.parse(
      await operatorFetch(system, `${at}/results`, 'GET'),
    );
  };
  const before = unitsOf(await refreshed());
  system.supervisor.keep(trafficProcess(system));
  const after = await waitFor(
    async () => {
      const results = await refreshed();
      return unitsOf(results) > before ? results : undefined;
    },
    {
      what: "A result from the demo's own traffic",
      timeoutMs: TRAFFIC_TIMEOUT_MS,
      isHopeless: () => !system.supervisor.isKept('traffic'),
      hint: () => system.supervisor.logTail('traffic'),
    },
  );
  const sentence = after.snapshot?.analysis.recommendations[0]?.sentence ?? '';
  return `${before} → ${unitsOf(after)} units; ${sentence}`;
};

const walk = async (system: System, layout: Layout): Promise<void> => {
  await timed('portal and API are up', () => waitForPortal(system));
  await timed("portal's page is served", () => checkPortal(system));
  await timed('edge has the state', () => waitForEdge(system));
  await timed('demo organisation is there', () =>
    system.supervisor.run(seedProcess(system), line => print(`    ${line}`)),
  );
  const demo = await readDemo(layout);
  await timed(`edge resolves '${demo.flagId}'`, () =>
    waitFor(() => checkEdge(system, demo).then(() => true), {
      what: 'A variant from the edge',
      timeoutMs: 15_000,
      hint: () => system.supervisor.logTail('edge'),
    }),
  );
  const result = await timed(
    `'${demo.liveExperimentId}' has a result from its own traffic`,
    () => checkOwnTraffic(system, demo.liveExperimentId),
  );
  print(`    ${result}`);
};

/**
 * `./etude start --smoke`: starts a system of its own, checks over HTTP that
 * its main job works, and leaves nothing behind. State and logs are kept when
 * something fails.
 */
export const smoke = async (): Promise<number> => {
  const startedAt = Date.now();
  const stateDir = path.join(etudeDirectory, 'smoke', String(process.pid));
  const layout = layoutIn(stateDir);
  await timed('frontend is built', buildPortal);
  const system = await startSystem({
    layout,
    port: await freePort(),
    edgePort: await freePort(),
    withDemo: true,
    databaseUrl: process.env['DATABASE_URL'],
    onTrouble: sentence => print(`! ${sentence}`),
  });
  try {
    await walk(system, layout);
  } catch (error) {
    print(`! Failed. Its state and logs are kept in ${stateDir}.`);
    throw error;
  } finally {
    await timed('stopped', () => system.supervisor.stop());
  }
  await fs.rm(stateDir, { recursive: true, force: true });
  print(`smoke passed (${seconds(Date.now() - startedAt)})`);
  return 0;
};
