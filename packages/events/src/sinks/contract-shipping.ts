import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LogOfCase } from './contract-log';
import { shipContinuously } from './ship-continuously';
import { killVariables } from './ship-until-killed';
import type { KillPoint } from './ship-until-killed';
import type { ShippingStep, SinkStatus } from './ship-to-sink';
import type { SinkUnderContract } from './sink-under-contract';

/** Runs a program that kills itself; gives the signal that ended it. */
export const killedProgram = async (
  program: SinkUnderContract['program'],
  logDir: string,
  kill: KillPoint,
): Promise<unknown> => {
  const loader = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const child = spawn(
    process.execPath,
    ['--no-node-snapshot', '--require', loader, ...program],
    {
      env: { ...process.env, ...killVariables(logDir, kill) },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const exit: readonly unknown[] = await once(child, 'exit');
  return exit[1];
};

type Run = {
  readonly log: LogOfCase;
  readonly subject: SinkUnderContract;
  readonly until: (status: SinkStatus) => boolean;
  readonly onStep?: (step: ShippingStep) => void;
};

/**
 * Ships in a loop as the compactor does, until `until` says enough; gives every
 * state that was told on the way.
 */
export const ship = async ({ log, subject, until, onStep }: Run) => {
  const stop = new AbortController();
  const sink = await subject.open(log.dir);
  const seen: SinkStatus[] = [];
  try {
    await shipContinuously({
      logDir: log.dir,
      sinks: [sink],
      signal: stop.signal,
      intervalMs: 20,
      random: () => 0.99,
      onEvent: () => undefined,
      onPass: async statuses => {
        seen.push(...statuses);
        if (statuses.every(until)) stop.abort();
      },
      ...(onStep ? { onStep } : {}),
    });
  } finally {
    await sink.close();
  }
  return seen;
};

/** True once a sink has everything. */
export const isDone = ({ waitingSegments, state }: SinkStatus): boolean =>
  waitingSegments === 0 && state === 'ok';
