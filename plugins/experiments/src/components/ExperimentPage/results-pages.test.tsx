import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  testAnalysis,
  testDetail,
  testMetric,
  testResults,
} from '../../__testUtils__/experiment-fixtures';
import {
  testExplanation,
  testLooks,
} from '../../__testUtils__/explanation-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import type { Analysis } from '../../experiment-types';
import { ExperimentPage } from './ExperimentPage';

const render = (
  analysis: Analysis,
  tab: 'results' | 'live',
  experiments: Partial<ExperimentsClient> = {},
) =>
  renderPage(<ExperimentPage />, {
    at: `/experiments/gate-at-40?tab=${tab}`,
    mountPath: '/experiments/:id',
    experiments: {
      getExperiment: async () => testDetail({ state: 'live' }),
      getResults: async () => testResults(analysis),
      looks: async () => testLooks(),
      explanation: async () => ({ figures: [testExplanation()] }),
      ...experiments,
    },
  });

const rowOf = (table: string, cell: string | RegExp) =>
  within(
    within(screen.getByRole('table', { name: table }))
      .getByText(cell)
      .closest('tr') ?? document.body,
  );

const HIDDEN = {
  metricId: 'retention-7',
  name: 'Retention, day 7',
  role: 'success',
  direction: 'increase',
  variant: 'gate-40',
  status: 'hidden',
  outcome: 'unknown',
  sentence: 'Effects open at the planned end.',
  units: 30000,
  requiredUnits: 90000,
  mdeRelative: 0.02,
  precision: {
    currentPower: 0.4123,
    poweredEffectRelative: 0.0345,
    share: 1 / 3,
    projectedFinishAt: '2026-04-16T09:00:00.000Z',
  },
} as const;

const CLOSED = {
  visibility: {
    effects: 'closed',
    sentence: 'Effects open at the planned end.',
  },
  metrics: [HIDDEN],
} as const;

const LIFT_QUESTION =
  'How was this computed: effect of Retention, day 7 in gate-40';

describe('results of an experiment', () => {
  it('shows precision and no effect while effects are closed', async () => {
    render(testAnalysis(CLOSED), 'results');
    expect(await screen.findByText('Effects are closed')).toBeInTheDocument();
    const row = rowOf('Precision', 'Retention, day 7');
    expect(row.getByText('30,000 of 90,000')).toBeInTheDocument();
    expect(row.getByText('41.2 %')).toBeInTheDocument();
    expect(row.getByText('3.45 %')).toBeInTheDocument();
    expect(
      screen.queryByRole('table', { name: 'Metrics' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: LIFT_QUESTION }),
    ).not.toBeInTheDocument();
  });

  it('opens how an effect was computed, with formula, inputs and source', async () => {
    const explanation = jest.fn(async () => ({ figures: [testExplanation()] }));
    render(testAnalysis(), 'results', { explanation });
    const question = await screen.findByRole('button', { name: LIFT_QUESTION });
    expect(explanation).not.toHaveBeenCalled();
    await userEvent.click(question);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('mean_T / mean_C - 1')).toBeInTheDocument();
    expect(panel.getByText('−4.31 %')).toBeInTheDocument();
    expect(panel.getByText('Mean of gate-30')).toBeInTheDocument();
    expect(panel.getByText('0.956887')).toBeInTheDocument();
    expect(panel.getByText('Fieller (1954)')).toBeInTheDocument();
  });

  it('has an address for each explanation', async () => {
    renderPage(<ExperimentPage />, {
      at: '/experiments/gate-at-40?tab=results&computed=metric/retention-7/gate-40/lift',
      mountPath: '/experiments/:id',
      experiments: {
        getExperiment: async () => testDetail({ state: 'live' }),
        getResults: async () => testResults(testAnalysis()),
        explanation: async () => ({ figures: [testExplanation()] }),
      },
    });
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('mean_T / mean_C - 1')).toBeInTheDocument();
    await userEvent.click(panel.getByRole('button', { name: 'Close' }));
    expect(window.location.search).toBe('?tab=results');
  });

  it('says that a figure has no explanation', async () => {
    render(testAnalysis(), 'results', {
      explanation: async () => ({ figures: [] }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: LIFT_QUESTION }),
    );
    expect(
      await screen.findByText(/has no explanation stored/),
    ).toBeInTheDocument();
  });

  it('says why explanations cannot be shown, and tries again', async () => {
    const explanation = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away.'))
      .mockResolvedValue({ figures: [testExplanation()] });
    render(testAnalysis(), 'results', { explanation });
    await userEvent.click(
      await screen.findByRole('button', { name: LIFT_QUESTION }),
    );
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('The database is away.')).toBeInTheDocument();
    await userEvent.click(panel.getByRole('button', { name: 'Try again' }));
    expect(await panel.findByText('mean_T / mean_C - 1')).toBeInTheDocument();
  });

  it('says that intervals of a sequential test hold at all looks', async () => {
    render(
      testAnalysis({
        metrics: [
          testMetric({
            sequence: {
              method: 'group-sequential',
              look: 2,
              informationFraction: 0.4,
              criticalValue: 2.714,
              ci: [-0.02, 0.004],
              runningP: null,
            },
          }),
        ],
      }),
      'results',
    );
    expect(
      await screen.findByText(/Intervals are repeated intervals/),
    ).toBeInTheDocument();
    const row = rowOf('Sequential test', 'Retention, day 7');
    expect(row.getByText('2.71')).toBeInTheDocument();
    expect(row.getByText('40 %')).toBeInTheDocument();
  });

  it('says in a sentence why a metric has no result', async () => {
    render(
      testAnalysis({
        metrics: [
          {
            ...HIDDEN,
            status: 'problem',
            sentence: 'No unit has a value.',
          },
        ],
      }),
      'results',
    );
    await screen.findByRole('table', { name: 'Metrics' });
    expect(
      rowOf('Metrics', 'Retention, day 7').getByText('No unit has a value.'),
    ).toBeInTheDocument();
  });

  it('keeps the Bayesian view and breakdowns apart from the decision', async () => {
    render(
      testAnalysis({
        metrics: [
          testMetric({
            bayesian: {
              chanceToWin: 0.000789,
              credibleInterval: [-0.0133, -0.0031],
              riskOfShipping: 0.0082,
              riskOfNotShipping: 0.0000002,
            },
          }),
        ],
        breakdowns: [
          {
            dimension: 'country',
            value: 'se',
            metricId: 'retention-7',
            variant: 'gate-40',
            control: { n: 200, mean: 0.2 },
            treatment: { n: 210, mean: 0.21 },
            lift: { estimate: 0.05, ci: [-0.1, 0.2] },
            adjustedPValue: 0.049677,
          },
        ],
      }),
      'results',
    );
    expect(
      await screen.findByText(
        'Bayesian view: for display only, not part of the decision',
      ),
    ).toBeInTheDocument();
    const row = rowOf('Retention, day 7 by country', 'se');
    expect(row.getByText('0.0497')).toBeInTheDocument();
    expect(screen.getByText(/Bonferroni correction/)).toBeInTheDocument();
  });
});

describe('a live experiment', () => {
  it('tells an alarm and since when, and what it does, without a bound', async () => {
    render(
      testAnalysis({
        ...CLOSED,
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
    render(testAnalysis(), 'live');
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
    render(
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
    render(testAnalysis(), 'live', {
      looks: async () => {
        throw new Error('The database is away.');
      },
    });
    expect(
      await screen.findByText('The earlier looks could not be loaded'),
    ).toBeInTheDocument();
  });
});
