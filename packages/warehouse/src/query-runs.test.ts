/// <reference types="node" />
import { describe, expect, it } from 'vitest';
import { trackRuns } from './query-runs';
import { watchForStop } from './query-stop';

/** Runs until it is told to stop, then says why. */
const untilStopped = (runs: ReturnType<typeof trackRuns>, timeoutMs: number) =>
  runs.run(undefined, async signal => {
    const { requested, release } = watchForStop(signal, timeoutMs);
    const stop = await requested;
    release();
    return stop;
  });

describe('the runs of a driver', () => {
  it('end by their time limit', async () => {
    expect(await untilStopped(trackRuns('Acme'), 5)).toBe('timeout');
  });

  it('are aborted by the close, which waits and disconnects once', async () => {
    const runs = trackRuns('Acme');
    const order: string[] = [];
    const running = untilStopped(runs, 60_000).then(stop => order.push(stop));
    const disconnect = async () => {
      order.push('disconnected');
    };
    await Promise.all([runs.close(disconnect), runs.close(disconnect)]);
    await running;
    expect(order).toEqual(['cancelled', 'disconnected']);
  });

  it('are refused after the close', async () => {
    const runs = trackRuns('Acme');
    await runs.close(() => Promise.resolve());
    await expect(untilStopped(runs, 5)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_CLOSED',
    });
  });

  it('know an abort that came before them', async () => {
    const { requested, release } = watchForStop(AbortSignal.abort(), 60_000);
    expect(await requested).toBe('cancelled');
    release();
  });
});
