import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outbox } from './outbox';
import { EdgeRequestError } from './transport';

const BUSY = new EdgeRequestError('busy', 503);
const REFUSED = new EdgeRequestError('refused', 400);

/** An outbox of numbers that fails with each of `failures` first. */
const outboxFailing = (
  failures: readonly Error[],
  limits: { capacity?: number; batchSize?: number } = {},
) => {
  const remaining = [...failures];
  const sent: number[][] = [];
  const losses: [number, string][] = [];
  const outbox = new Outbox<number>({
    send: batch => {
      const failure = remaining.shift();
      if (failure) return Promise.reject(failure);
      sent.push([...batch]);
      return Promise.resolve();
    },
    onLoss: (items, reason) => losses.push([items, reason]),
    capacity: 100,
    batchSize: 10,
    flushMs: 100,
    ...limits,
  });
  const attempts = () => failures.length - remaining.length + sent.length;
  return { outbox, sent, losses, attempts };
};

describe('Outbox', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends what came within the wait as one batch', async () => {
    const { outbox, sent } = outboxFailing([]);
    outbox.add(1);
    await vi.advanceTimersByTimeAsync(50);
    outbox.add(2);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(sent).toEqual([[1, 2]]);
  });

  it('does not wait once a batch is full', async () => {
    const { outbox, sent } = outboxFailing([], { batchSize: 2 });
    for (const item of [1, 2, 3]) outbox.add(item);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([[1, 2], [3]]);
  });

  it('sends the same again, in order, when the edge was busy', async () => {
    const { outbox, sent, losses } = outboxFailing([BUSY, BUSY]);
    outbox.add(1);
    await vi.advanceTimersByTimeAsync(100);
    outbox.add(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([[1, 2]]);
    expect(losses).toEqual([]);
  });

  it('leaves a busy edge alone, however much comes meanwhile', async () => {
    const failures = Array.from({ length: 20 }, () => BUSY);
    const { outbox, attempts } = outboxFailing(failures, { batchSize: 2 });
    for (let item = 0; item < 30; item += 1) {
      outbox.add(item);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(attempts()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempts()).toBeLessThan(12);
  });

  it('reports what the edge refused and goes on with the rest', async () => {
    const { outbox, sent, losses } = outboxFailing([REFUSED], { batchSize: 1 });
    outbox.add(1);
    outbox.add(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(losses).toEqual([[1, 'refused']]);
    expect(sent).toEqual([[2]]);
  });

  it('gives up the oldest when too many wait, and says so', async () => {
    const { outbox, sent, losses } = outboxFailing([], { capacity: 2 });
    for (const item of [1, 2, 3]) outbox.add(item);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual([[2, 3]]);
    expect(losses).toHaveLength(1);
  });

  it('delivers what is left when it closes, and counts what it cannot', async () => {
    const open = outboxFailing([]);
    open.outbox.add(1);
    await open.outbox.close();
    open.outbox.add(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(open.sent).toEqual([[1]]);

    const cut = outboxFailing([BUSY]);
    cut.outbox.add(1);
    await cut.outbox.close();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(cut.sent).toEqual([]);
    expect(cut.losses).toEqual([[1, 'the provider was closed']]);
  });
});
