import { execFileSync } from 'node:child_process';
import type { System } from './system';

const ENTRIES = {
  backend: 'apps/backend/src/index.ts',
  edge: 'apps/edge/src/main.ts',
} as const;

/** A process of the system that a test may kill. */
export type ProcessName = keyof typeof ENTRIES;

/** Its process id now; undefined while it is being started again. */
export const pidOf = (
  system: Pick<System, 'pid'>,
  name: ProcessName,
): number | undefined => {
  const table = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], {
    encoding: 'utf8',
  });
  const row = table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .find(
      ([, parent, ...args]) =>
        parent === String(system.pid) &&
        args.some(argument => argument.endsWith(ENTRIES[name])),
    );
  return row?.[0] === undefined ? undefined : Number(row[0]);
};
