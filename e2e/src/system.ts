import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from './free-port';

const repositoryRoot = path.resolve(__dirname, '../..');
const UP = 'Etude is up';
const UP_TIMEOUT_MS = 420_000;
const STOP_TIMEOUT_MS = 30_000;

/** Where screenshots, state and logs of these tests are. */
export const outputDir = path.join(repositoryRoot, '.etude/e2e');

const factsSchema = z.object({
  /** The process of `./etude start`, parent of all others. */
  pid: z.number(),
  portalUrl: z.url(),
  edgeUrl: z.url(),
  stateDir: z.string(),
  operatorToken: z.string(),
  /** Secret of the demo's client `storefront`. */
  clientSecret: z.string(),
  liveFlagId: z.string(),
  liveExperimentId: z.string(),
  /** When the demo's ended experiments were imported, ISO 8601. */
  seededAt: z.string(),
});

/** A started system as the tests see it: from outside. */
export type System = z.infer<typeof factsSchema>;

const secretsSchema = z.object({ operatorToken: z.string() });

const demoSchema = z.object({
  clientSecret: z.string(),
  flagId: z.string(),
  liveExperimentId: z.string(),
  seededAt: z.string(),
});

const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await fs.readFile(file, 'utf8'));

// What the test runner sets for itself is not what a person's shell has.
const environmentOfAPerson = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== 'NODE_ENV' && !name.startsWith('VITEST'),
    ),
  );

type Address = Pick<System, 'pid' | 'portalUrl' | 'edgeUrl' | 'stateDir'>;

const factsOf = async (address: Address): Promise<System> => {
  const { stateDir } = address;
  const secrets = secretsSchema.parse(
    await readJson(path.join(stateDir, 'secrets.json')),
  );
  const demo = demoSchema.parse(
    await readJson(path.join(stateDir, 'demo.json')),
  );
  return {
    ...address,
    ...secrets,
    clientSecret: demo.clientSecret,
    liveFlagId: demo.flagId,
    liveExperimentId: demo.liveExperimentId,
    seededAt: demo.seededAt,
  };
};

const untilUp = async (child: ChildProcess, logFile: string) => {
  const deadline = Date.now() + UP_TIMEOUT_MS;
  const log = () => readFileSync(logFile, 'utf8');
  while (!log().includes(UP)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`./etude start did not come up (${logFile}):\n${log()}`);
    }
    await sleep(250);
  }
};

const stopChild = (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const insist = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('./etude start did not stop on SIGTERM within 30 s'));
    }, STOP_TIMEOUT_MS);
    child.once('close', () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill('SIGTERM');
  });
};

/** A system that these tests started and will stop. */
export type OwnSystem = {
  readonly system: System;
  readonly stop: () => Promise<void>;
};

/**
 * Starts `./etude start` on free ports with a new state folder of its own and
 * waits until it is up. State and logs stay until the next start.
 */
export const startSystem = async (): Promise<OwnSystem> => {
  const stateDir = path.join(outputDir, 'system');
  await fs.rm(stateDir, { recursive: true, force: true });
  await fs.mkdir(stateDir, { recursive: true });
  const [port, edgePort] = [await freePort(), await freePort()];
  const logFile = path.join(stateDir, 'start.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    path.join(repositoryRoot, 'etude'),
    ['start', '--port', String(port), '--edge-port', String(edgePort)],
    {
      cwd: repositoryRoot,
      env: { ...environmentOfAPerson(), ETUDE_STATE_DIR: stateDir },
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  const stop = () => stopChild(child);
  try {
    await untilUp(child, logFile);
    const system = await factsOf({
      pid: child.pid ?? 0,
      portalUrl: `http://localhost:${port}`,
      edgeUrl: `http://localhost:${edgePort}`,
      stateDir,
    });
    return { system, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/**
 * A system that runs already, described in `file` by its pid, portalUrl,
 * edgeUrl and stateDir. It is left running.
 */
export const attachSystem = async (file: string): Promise<OwnSystem> => {
  const address = factsSchema
    .pick({ pid: true, portalUrl: true, edgeUrl: true, stateDir: true })
    .parse(await readJson(file));
  return {
    system: await factsOf(address),
    stop: () => Promise.resolve(),
  };
};
