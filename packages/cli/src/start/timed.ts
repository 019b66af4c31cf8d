import { print, seconds } from '../print';

/** Runs a step and prints what it achieved and how long it took. */
export const timed = async <T>(
  achieved: string,
  step: () => Promise<T>,
): Promise<T> => {
  const startedAt = Date.now();
  const result = await step();
  print(`  ${achieved} (${seconds(Date.now() - startedAt)})`);
  return result;
};
