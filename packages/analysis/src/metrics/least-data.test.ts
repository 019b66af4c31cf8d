import { describe, expect, it } from 'vitest';
import type { ComparedSamples } from './compared-samples';
import { hasLeastData, leastDataPhrase } from './least-data';

const samples = (
  a: readonly [n: number, mean: number],
  b: readonly [n: number, mean: number],
): ComparedSamples => ({
  control: { n: a[0], mean: a[1], variance: 1 },
  treatment: { n: b[0], mean: b[1], variance: 1 },
  df: Infinity,
  baseline: a[1],
});

describe('hasLeastData', () => {
  it('asks for 100 units in each variant', () => {
    expect(hasLeastData(samples([100, 9], [100, 9]), 'average')).toBe(true);
    expect(hasLeastData(samples([99, 9], [500, 9]), 'average')).toBe(false);
    expect(hasLeastData(samples([500, 9], [99, 9]), 'average')).toBe(false);
  });

  it('asks for 25 of the rarer outcome of a rate in each variant', () => {
    const rates = (p: number, q: number) =>
      hasLeastData(samples([1_000, p], [1_000, q]), 'proportion');
    expect(rates(0.025, 0.025)).toBe(true);
    expect(rates(0.024, 0.5)).toBe(false);
    expect(rates(0.5, 0.024)).toBe(false);
    expect(rates(0.976, 0.5)).toBe(false);
    // Of other metrics a mean is no rate.
    expect(hasLeastData(samples([1_000, 0], [1_000, 0]), 'count')).toBe(true);
    // And it takes the units as well.
    expect(hasLeastData(samples([60, 0.5], [60, 0.5]), 'proportion')).toBe(
      false,
    );
  });

  it('reads the rate before covariates were taken out', () => {
    const raw = samples([1_000, 0.02], [1_000, 0.5]);
    const adjusted = (side: ComparedSamples): ComparedSamples => ({
      ...samples([1_000, 0.5], [1_000, 0.5]),
      unadjusted: {
        control: side.control,
        treatment: side.treatment,
        covariates: 1,
        dropped: 0,
      },
    });
    expect(hasLeastData(adjusted(raw), 'proportion')).toBe(false);
    const turned = samples([1_000, 0.5], [1_000, 0.02]);
    expect(hasLeastData(adjusted(turned), 'proportion')).toBe(false);
    const fine = samples([1_000, 0.5], [1_000, 0.5]);
    expect(hasLeastData(adjusted(fine), 'proportion')).toBe(true);
  });

  it('says what is waited for', () => {
    expect(leastDataPhrase('average')).toBe('100 units in each variant');
    expect(leastDataPhrase('proportion')).toBe(
      '100 units and 25 events in each variant',
    );
  });
});
