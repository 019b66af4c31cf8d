import { execFileSync } from 'node:child_process';
import type { System } from './system';

const ENTRIES = {
  backend: 'apps/backend/src/index.ts',
  edge: 'apps/edge/src/main.ts',
  engine: 'engine-process/engine-main.ts',
} as const;

/** A process of the system that a test may kill. */
export type ProcessName = keyof typeof ENTRIES;

type Row = {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
};

const processTable = (): Row[] =>
  execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .map(([pid, parent, ...args]) => ({
      pid: Number(pid),
      parent: Number(parent),
      args,
    }));

/**
 * Its process id now; undefined while it is being started again, and for the
 * engine of the lake, which the backend starts, while nobody asks it.
 */
export const pidOf = (
  system: Pick<System, 'pid'>,
  name: ProcessName,
): number | undefined => {
  const table = processTable();
  const childOf = (parent: number, entry: string): number | undefined =>
    table.find(
      row =>
        row.parent === parent &&
        row.args.some(argument => argument.endsWith(entry)),
    )?.pid;
  const parent =
    name === 'engine' ? childOf(system.pid, ENTRIES.backend) : system.pid;
  return parent === undefined ? undefined : childOf(parent, ENTRIES[name]);
};
