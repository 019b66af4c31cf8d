import { messageOf } from './process-log';
import type { ProcessLog } from './process-log';

/** A signal that aborts on SIGTERM or SIGINT. */
export const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once('SIGTERM', abort);
  process.once('SIGINT', abort);
  return controller.signal;
};

/**
 * Runs a program to its end and sets the exit code: 1 with a line in the log
 * when it failed.
 */
export const runProgram = (
  run: () => Promise<void>,
  report: ProcessLog,
): void => {
  run().then(
    () => {
      process.exitCode = 0;
    },
    (error: unknown) => {
      report('failed', { message: messageOf(error) });
      process.exitCode = 1;
    },
  );
};
