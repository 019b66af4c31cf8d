import path from 'node:path';
import { etudeDirectory } from '../repository';

/** Where a started system keeps what. */
export type Layout = {
  readonly stateDir: string;
  readonly lakeDir: string;
  readonly edgeDir: string;
  readonly logsDir: string;
  readonly secretsFile: string;
  readonly demoFile: string;
};

/** The folders below one state folder. */
export const layoutIn = (stateDir: string): Layout => ({
  stateDir,
  lakeDir: path.join(stateDir, 'lake'),
  edgeDir: path.join(stateDir, 'edge'),
  logsDir: path.join(stateDir, 'logs'),
  secretsFile: path.join(stateDir, 'secrets.json'),
  demoFile: path.join(stateDir, 'demo.json'),
});

/** The state of this checkout's system; `ETUDE_STATE_DIR` puts it elsewhere. */
export const ownLayout: Layout = layoutIn(
  path.resolve(process.env['ETUDE_STATE_DIR'] ?? etudeDirectory),
);

/** Below a state folder, what `--reset` forgets; Node and caches stay. */
export const STATE_ENTRIES = [
  'portal',
  'lake',
  'edge',
  'logs',
  'techdocs',
  'scaffolded',
  'secrets.json',
  'demo.json',
] as const;
