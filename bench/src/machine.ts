import { statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What a reader must know of the machine to judge absolute numbers. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted a core in the last minute, before the run. */
  readonly load: number;
  /** True when the durable logs are in memory: syncs cost nothing then. */
  readonly isFolderInMemory: boolean;
};

/** f_type of tmpfs, see statfs(2). */
const TMPFS = 0x01021994;

/** The machine; `folder` is where benchmarks write. */
export const describeMachine = (folder: string): Machine => {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    isFolderInMemory: statfsSync(folder).type === TMPFS,
  };
};
