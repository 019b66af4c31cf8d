import fs from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../repository';
import type { Layout } from './layout';
import { readOrMakeSecrets } from './secrets';
import type { Secrets } from './secrets';
import type { ProcessSpec } from './supervisor';
import { Supervisor } from './supervisor';
import { isUp, waitFor } from './wait-for';

export type SystemOptions = {
  readonly layout: Layout;
  readonly port: number;
  readonly edgePort: number;
  readonly withDemo: boolean;
  readonly databaseUrl: string | undefined;
  readonly onTrouble: (sentence: string) => void;
};

/** A started system and where to reach it. */
export type System = {
  readonly portalUrl: string;
  readonly edgeUrl: string;
  readonly secrets: Secrets;
  readonly supervisor: Supervisor;
  readonly environment: Readonly<Record<string, string>>;
};

const BACKEND_TIMEOUT_MS = 120_000;
const EDGE_TIMEOUT_MS = 30_000;

const configArgs = (options: SystemOptions): string[] => {
  const files = ['app-config.yaml', 'app-config.demo.yaml'];
  if (!options.withDemo) files.push('app-config.empty.yaml');
  if (options.databaseUrl) files.push('app-config.postgres.yaml');
  return files.flatMap(file => ['--config', path.join(repositoryRoot, file)]);
};

const environmentOf = (
  options: SystemOptions,
  secrets: Secrets,
): Record<string, string> => ({
  NODE_ENV: 'development',
  ETUDE_BASE_URL: `http://localhost:${options.port}`,
  ETUDE_PORT: String(options.port),
  ETUDE_BACKEND_URL: `http://localhost:${options.port}`,
  ETUDE_EDGE_URL: `http://localhost:${options.edgePort}`,
  ETUDE_EDGE_PORT: String(options.edgePort),
  ETUDE_EDGE_DIR: options.layout.edgeDir,
  ETUDE_LAKE_DIR: options.layout.lakeDir,
  ETUDE_STATE_DIR: options.layout.stateDir,
  ETUDE_DEMO_DIR: path.join(repositoryRoot, 'apps/demo'),
  ETUDE_DEMO_FILE: options.layout.demoFile,
  ETUDE_EDGE_TOKEN: secrets.edgeToken,
  ETUDE_OPERATOR_TOKEN: secrets.operatorToken,
  ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
});

const processes = (
  options: SystemOptions,
  env: Readonly<Record<string, string>>,
): Record<'backend' | 'edge' | 'compactor', ProcessSpec> => ({
  backend: {
    name: 'backend',
    entry: 'apps/backend/src/index.ts',
    args: configArgs(options),
    env,
  },
  edge: { name: 'edge', entry: 'apps/edge/src/main.ts', env },
  compactor: {
    name: 'compactor',
    entry: 'apps/edge/src/compactor-main.ts',
    env,
  },
});

/** The traffic of the demo organisation, as a process that stays up. */
export const trafficProcess = (system: System): ProcessSpec => ({
  name: 'traffic',
  entry: 'apps/demo/src/traffic-main.ts',
  env: system.environment,
});

/** The seeding of the demo organisation, as a process that ends. */
export const seedProcess = (system: System): ProcessSpec => ({
  name: 'seed',
  entry: 'apps/demo/src/seed-main.ts',
  env: system.environment,
});

/** Starts portal, edge and compactor; nothing is awaited yet. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const { layout } = options;
  for (const dir of [layout.lakeDir, layout.edgeDir, layout.logsDir]) {
    await fs.mkdir(dir, { recursive: true });
  }
  const secrets = await readOrMakeSecrets(layout.secretsFile);
  const environment = environmentOf(options, secrets);
  const supervisor = new Supervisor(layout.logsDir, options.onTrouble);
  const specs = processes(options, environment);
  supervisor.keep(specs.backend);
  supervisor.keep(specs.edge);
  supervisor.keep(specs.compactor);
  return {
    portalUrl: `http://localhost:${options.port}`,
    edgeUrl: `http://localhost:${options.edgePort}`,
    secrets,
    supervisor,
    environment,
  };
};

const hintOf = (system: System, name: string) => () =>
  `The end of its log (${system.supervisor.logFile(name)}):\n${system.supervisor.logTail(name)}`;

/** Waits until the portal answers that all its plugins are ready. */
export const waitForPortal = (system: System): Promise<true> =>
  waitFor(() => isUp(`${system.portalUrl}/.backstage/health/v1/readiness`), {
    what: 'The portal',
    timeoutMs: BACKEND_TIMEOUT_MS,
    isHopeless: () => !system.supervisor.isKept('backend'),
    hint: hintOf(system, 'backend'),
  });

/** Waits until the edge has a state to resolve flags from. */
export const waitForEdge = (system: System): Promise<true> =>
  waitFor(() => isUp(`${system.edgeUrl}/readyz`), {
    what: 'The edge',
    timeoutMs: EDGE_TIMEOUT_MS,
    isHopeless: () => !system.supervisor.isKept('edge'),
    hint: hintOf(system, 'edge'),
  });
