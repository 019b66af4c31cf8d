import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CLOSED_EFFECTS,
  HIDDEN_METRIC,
  testAnalysis,
  testDetail,
  testMetric,
  testResults,
} from '../../__testUtils__/experiment-fixtures';
import { testExplanation } from '../../__testUtils__/explanation-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import { renderResults, rowOf } from '../../__testUtils__/render-results';
import { ExperimentPage } from './ExperimentPage';

const LIFT_QUESTION =
  /How was this computed: effect of Retention, day 7 in gate-40$/;

describe('results of an experiment', () => {
  it('shows precision and no effect while effects are closed', async () => {
    renderResults(testAnalysis(CLOSED_EFFECTS), 'results');
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
    renderResults(testAnalysis(), 'results', { explanation });
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

  it('says that a figure is not explained, and leads back', async () => {
    renderResults(testAnalysis(), 'results', {
      explanation: async () => ({ figures: [] }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: LIFT_QUESTION }),
    );
    expect(
      await screen.findByText(/is not in these results/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Back to the page' }),
    );
    expect(window.location.search).toBe('?tab=results');
  });

  it('says why explanations cannot be shown, and tries again', async () => {
    const explanation = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away.'))
      .mockResolvedValue({ figures: [testExplanation()] });
    renderResults(testAnalysis(), 'results', { explanation });
    await userEvent.click(
      await screen.findByRole('button', { name: LIFT_QUESTION }),
    );
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('The database is away.')).toBeInTheDocument();
    await userEvent.click(panel.getByRole('button', { name: 'Try again' }));
    expect(await panel.findByText('mean_T / mean_C - 1')).toBeInTheDocument();
  });

  it('says that intervals of a sequential test hold at all looks', async () => {
    renderResults(
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
    renderResults(
      testAnalysis({
        metrics: [
          {
            ...HIDDEN_METRIC,
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
    renderResults(
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
