import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEdge } from '../testing/fake-edge';
import { watchChanges } from './change-stream';

/** Follows an edge; what was heard, in order. */
const following = () => {
  const edge = fakeEdge({});
  const heard: string[] = [];
  const stopped = new AbortController();
  const ended = watchChanges({
    connection: {
      url: 'https://edge.test',
      clientSecret: 'secret',
      fetch: edge.fetch,
    },
    path: '/v1/state/events',
    onChange: () => heard.push('change'),
    onBreak: () => heard.push('break'),
    signal: stopped.signal,
  });
  return { edge, heard, stopped, ended };
};

describe('watchChanges', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts events, however they are cut, and no heartbeats', async () => {
    const { edge, heard, stopped, ended } = following();
    await vi.advanceTimersByTimeAsync(0);
    edge.pushChange();
    await vi.advanceTimersByTimeAsync(0);
    stopped.abort();
    await ended;
    // One for the connection, whose missed events nobody will send again.
    expect(heard).toEqual(['change', 'change']);
  });

  it('connects again after a break, and looks for what it missed', async () => {
    const { edge, heard, stopped, ended } = following();
    await vi.advanceTimersByTimeAsync(0);
    edge.breakStreams();
    await vi.advanceTimersByTimeAsync(1_000);
    stopped.abort();
    await ended;
    expect(heard).toEqual(['change', 'break', 'change']);
    expect(edge.seen).toHaveLength(2);
  });

  it('ends when it is told to, also between two attempts', async () => {
    const { edge, stopped, ended } = following();
    await vi.advanceTimersByTimeAsync(0);
    edge.breakStreams();
    await vi.advanceTimersByTimeAsync(0);
    stopped.abort();
    await ended;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(edge.seen).toHaveLength(1);
  });
});
