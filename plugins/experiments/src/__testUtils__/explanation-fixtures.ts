import type { LookSummary } from '@etude/plugin-experiments-common';
import type { FigureExplanation } from '../experiment-types';

/** How the lift of the day-7 retention of Cookie Cats comes about. */
export const testExplanation = (
  changes: Partial<FigureExplanation> = {},
): FigureExplanation => ({
  id: 'metric/retention-7/gate-40/lift',
  title: 'Relative effect on Retention, day 7 in gate-40',
  value: -0.0431,
  unit: 'share',
  formula: 'mean_T / mean_C - 1',
  inputs: [
    { name: 'mean_C', value: 0.1902, meaning: 'Mean of gate-30' },
    { name: 'mean_T', value: 0.182, meaning: 'Mean of gate-40' },
  ],
  steps: [{ name: 'ratio', formula: 'mean_T / mean_C', value: 0.956887 }],
  source: 'Fieller (1954)',
  ...changes,
});

/** Two looks an hour apart; the split failed at the second. */
export const testLooks = (): readonly LookSummary[] => [
  {
    at: '2026-03-03T09:00:00.000Z',
    health: [{ id: 'srm', state: 'pass', figure: 0.4 }],
    units: { 'gate-30': 100, 'gate-40': 101 },
  },
  {
    at: '2026-03-03T10:00:00.000Z',
    health: [{ id: 'srm', state: 'fail', figure: 0.00001 }],
    units: { 'gate-30': 200, 'gate-40': 310 },
  },
];
