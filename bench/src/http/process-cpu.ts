import { existsSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for programs (USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that all threads of a process have used so far; null where the
 * system has no /proc.
 */
export const processCpuSeconds = (pid: number): number | null => {
  if (process.platform !== 'linux') return null;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // proc(5): the second field is in brackets and may hold anything; user time
  // is field 14, system time field 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

/**
 * Seconds for which the main thread of a process could have run and had no
 * core; null where the system does not tell.
 */
export const processWaitSeconds = (pid: number): number | null => {
  const path = `/proc/${pid}/schedstat`;
  if (!existsSync(path)) return null;
  // Nanoseconds on a core, then nanoseconds waiting for one.
  const waited = readFileSync(path, 'utf8').split(' ')[1];
  return waited === undefined ? null : Number(waited) / 1e9;
};
