import { describe, expect, it } from 'vitest';
import { joinSignals } from './joined-signal';
import type { CancelSignal } from './warehouse-driver';

/** A source that is aborted by hand and knows who listens to it. */
const source = () => {
  const listeners = new Set<() => void>();
  const state = { aborted: false };
  const signal: CancelSignal = {
    get aborted() {
      return state.aborted;
    },
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
  };
  const abort = () => {
    state.aborted = true;
    for (const listener of listeners) listener();
  };
  return { signal, abort, listeners };
};

describe('signals that are joined', () => {
  it('abort once, when the first of them does', () => {
    const [caller, driver] = [source(), source()];
    const joined = joinSignals(caller.signal, undefined, driver.signal);
    let told = 0;
    joined.addEventListener('abort', () => {
      told += 1;
    });
    expect(joined.aborted).toBe(false);
    driver.abort();
    caller.abort();
    expect([joined.aborted, told]).toEqual([true, 1]);
  });

  it('are aborted at once when one of them is already', () => {
    const caller = source();
    caller.abort();
    expect(joinSignals(caller.signal).aborted).toBe(true);
  });

  it('let go of their sources', () => {
    const caller = source();
    const joined = joinSignals(caller.signal);
    expect(caller.listeners.size).toBe(1);
    joined.release();
    expect(caller.listeners.size).toBe(0);
  });
});
