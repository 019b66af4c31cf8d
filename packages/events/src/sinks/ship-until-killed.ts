import { shipContinuously } from './ship-continuously';
import type { ShippingStep } from './ship-to-sink';
import type { Sink } from './sink';

/** Where a process kills itself: at the so-manieth time of a step. */
export type KillPoint = {
  readonly step: ShippingStep;
  readonly time: number;
};

/** The environment of a program that calls {@link shipUntilKilled}. */
export const killVariables = (
  logDir: string,
  { step, time }: KillPoint,
): Record<string, string> => ({
  ETUDE_TEST_LOG_DIR: logDir,
  ETUDE_TEST_KILL_STEP: step,
  ETUDE_TEST_KILL_TIME: String(time),
});

/**
 * Ships as the compactor does and ends with SIGKILL where the environment says:
 * the program of a test.
 */
export const shipUntilKilled = (
  open: (logDir: string) => Promise<Sink>,
): void => {
  const {
    ETUDE_TEST_LOG_DIR: logDir = '',
    ETUDE_TEST_KILL_STEP: killStep,
    ETUDE_TEST_KILL_TIME: killTime,
  } = process.env;
  let times = 0;
  const run = async () => {
    await shipContinuously({
      logDir,
      sinks: [await open(logDir)],
      signal: new AbortController().signal,
      intervalMs: 20,
      onEvent: () => undefined,
      onPass: () => Promise.resolve(),
      onStep: step => {
        if (step !== killStep) return;
        times += 1;
        if (times === Number(killTime)) process.kill(process.pid, 'SIGKILL');
      },
    });
  };
  run().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
};
