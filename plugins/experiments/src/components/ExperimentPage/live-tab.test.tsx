import { screen, within } from '@testing-library/react';
import {
  CLOSED_EFFECTS,
  testAnalysis,
} from '../../__testUtils__/experiment-fixtures';
import { renderResults, rowOf } from '../../__testUtils__/render-results';

describe('a live experiment', () => {
  it('tells an alarm and since when, and what it does, without a bound', async () => {
    renderResults(
      testAnalysis({
        ...CLOSED_EFFECTS,
        monitors: [
          {
            metricId: 'retention-7',
            variant: 'gate-40',
            method: 'group-sequential',
            state: 'alarm',
            alarmAt: '2026-03-04T10:00:00.000Z',
            looks: 3,
            sentence: 'Retention, day 7 got worse in gate-40.',
          },
        ],
      }),
      'live',
    );
    await screen.findByRole('table', { name: 'Deterioration' });
    const row = rowOf('Deterioration', 'Retention, day 7');
    expect(row.getByText('Alarm')).toBeInTheDocument();
    expect(row.getByTitle(/2026-03-04T10:00:00.000Z/)).toBeInTheDocument();
    expect(screen.getByText(/Nothing ends by itself/)).toBeInTheDocument();
  });

  it('shows health and units at every look, with the figures behind', async () => {
    renderResults(testAnalysis(), 'live');
    const chart = await screen.findByRole('img', {
      name: /Health over 2 looks/,
    });
    expect(chart).toHaveAccessibleName(/Sample ratio: healthy, then failing/);
    const table = screen.getByRole('table', {
      name: 'Health over looks',
      hidden: true,
    });
    expect(within(table).getByText('Failing')).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: 'Exposed units at each look' }),
    ).toBeInTheDocument();
  });

  it('folds away checks that cannot be judged', async () => {
    renderResults(
      testAnalysis({
        health: [
          {
            id: 'srm',
            state: 'fail',
            title: 'Sample ratio',
            sentence: 'Units are not split as planned.',
          },
          {
            id: 'duplicates',
            state: 'unknown',
            title: 'Duplicates',
            sentence: 'Nothing is known of duplicates.',
          },
        ],
      }),
      'live',
    );
    expect(
      await screen.findByText('One check cannot be judged: duplicates'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Units are not split as planned.'),
    ).toBeInTheDocument();
  });

  it('says why earlier looks cannot be shown', async () => {
    renderResults(testAnalysis(), 'live', {
      looks: async () => {
        throw new Error('The database is away.');
      },
    });
    expect(
      await screen.findByText('The earlier looks could not be loaded'),
    ).toBeInTheDocument();
  });
});
