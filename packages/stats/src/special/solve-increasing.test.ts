import { describe, expect, it } from 'vitest';
import { closeTo } from '../test-input';
import { solveIncreasing } from './solve-increasing';

const cube = (root: number) => (x: number) => x ** 3 - root ** 3;

describe('solveIncreasing', () => {
  it.each([
    [-1000, 0.5],
    [-1.9, 0.5],
    [2.1, 0.5],
    [2, 1],
    [1, 1],
    [3, 1],
    [1e6, 1e-6],
  ])('finds the root 2 from %d in steps of %d', (guess, step) => {
    closeTo(solveIncreasing(cube(2), { guess, step }), 2, 2e-15);
  });

  it('finds a root that is an end of its bracket, and one at 0', () => {
    closeTo(
      solveIncreasing(x => x - 3, { guess: 0, step: 1 }),
      3,
      2e-15,
    );
    closeTo(
      solveIncreasing(x => x - 3, { guess: 3, step: 1 }),
      3,
      2e-15,
    );
    const zero = solveIncreasing(x => x, { guess: 5, step: 1 });
    expect(Math.abs(zero)).toBeLessThan(1e-300);
  });

  it('finds a tiny root with its own digits', () => {
    const root = solveIncreasing(x => Math.cbrt(x) - 1e-20, {
      guess: 1,
      step: 0.1,
    });
    closeTo(root, 1e-60, 1e-13);
  });

  it('does not crawl where the function is nearly flat on one side', () => {
    let calls = 0;
    const root = solveIncreasing(
      x => {
        calls += 1;
        return Math.exp(x) - Math.exp(40);
      },
      { guess: 0, step: 1 },
    );
    closeTo(root, 40, 2e-15);
    expect(calls).toBeLessThan(60);
  });

  it('has no answer where there is no root or no number', () => {
    expect(solveIncreasing(() => -1, { guess: 0, step: 1 })).toBeNaN();
    expect(solveIncreasing(() => 1, { guess: 0, step: 1 })).toBeNaN();
    expect(solveIncreasing(() => NaN, { guess: 0, step: 1 })).toBeNaN();
    expect(
      solveIncreasing(x => (x > 1 ? NaN : x - 2), { guess: 0, step: 1 }),
    ).toBeNaN();
    // A number at both ends of the bracket and none between them.
    expect(
      solveIncreasing(x => (x > 1 && x < 3 ? NaN : x - 2.2), {
        guess: 0,
        step: 1,
      }),
    ).toBeNaN();
  });
});
