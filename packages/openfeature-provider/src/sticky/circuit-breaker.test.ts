import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker';

const breaker = () =>
  new CircuitBreaker({ failures: 2, firstMs: 100, longestMs: 300 });

describe('CircuitBreaker', () => {
  it('opens with the failures in a row that it is told, once', () => {
    const open = breaker();
    expect(open.failed(0)).toBe(false);
    expect(open.succeeded()).toBe(false);
    expect(open.failed(0)).toBe(false);
    expect(open.mayTry(0)).toBe(true);
    expect(open.failed(0)).toBe(true);
    expect(open.mayTry(99)).toBe(false);
    expect(open.failed(99)).toBe(false);
  });

  it('lets one try per pause, and all once that succeeds', () => {
    const open = breaker();
    open.failed(0);
    open.failed(0);
    expect(open.mayTry(100)).toBe(true);
    expect(open.mayTry(100)).toBe(false);
    expect(open.mayTry(200)).toBe(true);
    expect(open.succeeded()).toBe(true);
    expect([open.mayTry(201), open.mayTry(201)]).toEqual([true, true]);
  });

  it('doubles its pause with each further failure, up to the longest', () => {
    const open = breaker();
    const pauses: number[] = [];
    for (let failures = 1; failures <= 5; failures += 1) {
      open.failed(0);
      let nowMs = 0;
      while (failures > 1 && !open.mayTry(nowMs)) nowMs += 50;
      pauses.push(nowMs);
    }
    expect(pauses).toEqual([0, 100, 200, 300, 300]);
  });
});
