import type { MetricPreview } from '@etude/plugin-metrics-common';

/** A metric of which most units are 0, and a few hold much. */
export const previewOf = (
  parts: Partial<MetricPreview> = {},
): MetricPreview => ({
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-29T00:00:00Z',
  warehouseId: 'lake',
  population: { units: 44_700, unitsPerDay: 1600 },
  figures: {
    status: 'known',
    value: {
      mean: 12.5,
      variance: 400,
      units: 33_000,
      uncappedMean: null,
      uncappedVariance: null,
      cap: null,
    },
  },
  distribution: {
    status: 'known',
    value: {
      of: 'units',
      units: 33_000,
      withValue: 3300,
      zeros: 29_700,
      n: 33_000,
      mean: 12.5,
      variance: 400,
      least: 0,
      greatest: 990,
      quantiles: [{ level: 0.99, value: 250 }],
      topShare: 0.42,
      bins: [
        { from: 0, to: 50, units: 3000 },
        { from: 50, to: 100, units: 300 },
      ],
    },
  },
  history: [
    { date: '2026-01-02', units: 1600, mean: 12 },
    { date: '2026-01-03', units: 1600, mean: 13 },
  ],
  steps: [],
  detectable: {
    status: 'known',
    value: {
      alpha: 0.05,
      power: 0.8,
      periods: [{ days: 7, units: 11_200, relative: 0.053 }],
    },
  },
  queries: [{ of: 'figures', sql: 'SELECT 1', elapsedMs: 120 }],
  ...parts,
});
