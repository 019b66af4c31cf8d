import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { waitingItems } from './waiting-items';

const NOW = new Date('2026-03-10T12:00:00Z');

const experiment = (
  changes: Partial<ExperimentListItem>,
): ExperimentListItem => ({
  id: 'calmer-page',
  name: 'A calmer page',
  hypothesis: 'Fewer things on the page sell more books.',
  owner: 'group:default/growth',
  componentRef: null,
  surface: null,
  flagId: null,
  state: 'live',
  demo: false,
  createdAt: '2026-03-01T12:00:00Z',
  launchedAt: null,
  plannedEndAt: null,
  endedAt: null,
  daysRunning: null,
  units: null,
  requiredUnits: null,
  progress: null,
  health: 'pass',
  recommendation: 'continue',
  computedAt: null,
  problem: null,
  verdictClass: null,
  verdictReason: null,
  decision: null,
  ...changes,
});

describe('waitingItems', () => {
  it('leaves healthy experiments that should continue alone', () => {
    expect(waitingItems([experiment({})], NOW)).toEqual([]);
  });

  it('puts failing health before decisions and drafts last', () => {
    const items = waitingItems(
      [
        experiment({ id: 'draft', state: 'draft', health: null }),
        experiment({
          id: 'ended',
          state: 'ended',
          endedAt: '2026-03-07T11:00:00Z',
        }),
        experiment({ id: 'failing', health: 'fail', recommendation: 'abort' }),
        experiment({ id: 'ready', recommendation: 'ship' }),
      ],
      NOW,
    );
    expect(items.map(item => item.experiment.id)).toEqual([
      'failing',
      'ready',
      'ended',
      'draft',
    ]);
  });

  it.each([
    [
      { state: 'ended', endedAt: '2026-03-07T11:00:00Z' },
      'Ended 3 days ago and waits for a decision.',
      '/experiments/calmer-page?tab=decision',
    ],
    [
      { plannedEndAt: '2026-03-12T12:00:00Z' },
      'Ends in 2 days.',
      '/experiments/calmer-page?tab=results',
    ],
    [
      { plannedEndAt: '2026-03-09T12:00:00Z' },
      'Was planned to end yesterday.',
      '/experiments/calmer-page?tab=results',
    ],
  ] as const)('says why and where for %j', (changes, reason, href) => {
    expect(waitingItems([experiment(changes)], NOW)).toEqual([
      expect.objectContaining({ reason, href }),
    ]);
  });

  it('says nothing of an end that is weeks away', () => {
    const far = experiment({ plannedEndAt: '2026-04-12T12:00:00Z' });
    expect(waitingItems([far], NOW)).toEqual([]);
  });
});
