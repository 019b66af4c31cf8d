import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  testAnalysis,
  testDetail,
  testMetric,
  testPlan,
  testResults,
} from '../../__testUtils__/experiment-fixtures';
import { testRun } from '../../__testUtils__/run-fixture';
import { renderPage } from '../../__testUtils__/render-page';
import { ExperimentPage } from './ExperimentPage';

const render = (
  experiments: Partial<ExperimentsClient>,
  options: { readonly tab?: string; readonly sql?: string } = {},
) =>
  renderPage(<ExperimentPage />, {
    at: `/experiments/gate-at-40${options.tab ? `?tab=${options.tab}` : ''}`,
    mountPath: '/experiments/:id',
    experiments: {
      getResults: async () => testResults(null),
      getActivity: async () => ({ items: [] }),
      ...experiments,
    },
    flags: {
      getFlag: async () => {
        throw new Error('Flags are away.');
      },
      clients: { list: async () => [] },
    },
    metrics: {
      runs: {
        get: async () => testRun(options.sql ? { sql: options.sql } : {}),
        list: async () => [],
      },
    },
  });

const ENDED = {
  state: 'ended',
  launchedAt: '2026-03-02T09:00:00.000Z',
  endedAt: '2026-03-16T09:00:00.000Z',
  endReason: 'planned-end',
} as const;

describe('ExperimentPage', () => {
  it('says what keeps a draft from launching and does not launch it', async () => {
    render({
      getExperiment: async () =>
        testDetail({}, [
          { code: 'X', path: 'plan.metrics', message: 'Add a metric.' },
        ]),
    });
    expect(await screen.findByText('Add a metric.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Launch' }));
    expect(
      await screen.findByRole('button', { name: 'Launch experiment' }),
    ).toBeDisabled();
  });

  it('tells what happened with teams and days as people write them', async () => {
    const entry = {
      experimentId: 'gate-at-40',
      at: '2026-03-02T09:00:00.000Z',
      actor: 'user:default/ada',
    };
    render(
      {
        getExperiment: async () => testDetail(),
        getActivity: async () => ({
          items: [
            {
              ...entry,
              id: '2',
              kind: 'launched',
              sentence: 'Launched; it is planned to run until 2026-03-16.',
            },
            {
              ...entry,
              id: '1',
              kind: 'created',
              sentence: "Created the draft 'Gate' for group:default/growth.",
            },
          ],
        }),
      },
      { tab: 'activity' },
    );
    expect(await screen.findByText('16 Mar 2026')).toBeInTheDocument();
    const created = screen.getByText(/^Created the draft 'Gate' for/);
    expect(within(created).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/group/growth',
    );
    expect(created).toHaveTextContent(/for growth\.$/i);
  });

  it('tells who is affected before it launches', async () => {
    let state: 'draft' | 'live' = 'draft';
    const launchExperiment = jest.fn(async () => {
      state = 'live';
      return testDetail({ state });
    });
    render({
      getExperiment: async () =>
        testDetail({
          state,
          plan: testPlan({
            audience: {
              conditions: [
                { attribute: 'country', operator: 'in', values: ['SE', 'NO'] },
              ],
              proportion: 0.2,
              exclusivityTags: [],
            },
          }),
        }),
      launchExperiment,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Launch' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText(
        'Flag gate-level starts to give variants to 20 % of every user whose country is one of SE, NO: gate-30 (control) 50 %, gate-40 50 %.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Launch experiment' }),
    );
    expect(
      await screen.findByRole('button', { name: 'End experiment' }),
    ).toBeInTheDocument();
    expect(launchExperiment).toHaveBeenCalledWith('gate-at-40', {});
  });

  it('keeps the dialog with every reason when the launch is refused', async () => {
    render({
      getExperiment: async () => testDetail(),
      launchExperiment: async () => {
        throw Object.assign(new Error('Refused.'), {
          problems: [
            { code: 'A', message: 'The flag is archived.' },
            { code: 'B', message: 'The metric is gone.' },
          ],
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Launch' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Launch experiment' }),
    );
    expect(
      await screen.findByText('The flag is archived.'),
    ).toBeInTheDocument();
    expect(screen.getByText('The metric is gone.')).toBeInTheDocument();
  });

  it('leads imported data from launch to its analysis', async () => {
    render({
      getExperiment: async () =>
        testDetail({
          state: 'live',
          plan: testPlan({
            assignment: {
              kind: 'table',
              factTableId: 'cookie-cats',
              unitColumn: 'userid',
              variantColumn: 'version',
            },
          }),
        }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'End and analyse' }),
    );
    expect(
      await screen.findByText(/Nobody is served anything different/),
    ).toBeInTheDocument();
  });

  it('shows effects with interval, p-value, adjusted level and outcome', async () => {
    render(
      {
        getExperiment: async () => testDetail(ENDED),
        getResults: async () => testResults(testAnalysis()),
      },
      { tab: 'results', sql: 'SELECT retention' },
    );
    expect(
      await screen.findByText(
        'Do not ship gate-40: Retention, day 7 got worse.',
      ),
    ).toBeInTheDocument();
    const metrics = within(screen.getByRole('table', { name: 'Metrics' }));
    const row = within(
      metrics.getByText('Retention, day 7').closest('tr') ?? document.body,
    );
    expect(row.getByText('−4.31 %')).toBeInTheDocument();
    expect(row.getByText('0.000778')).toBeInTheDocument();
    expect(row.getByText('0.025')).toBeInTheDocument();
    expect(row.getByText('Worse')).toBeInTheDocument();
    expect(
      row.getByRole('img', { name: 'Retention, day 7 got worse: −4.31 %.' }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'SQL of this result' }),
    );
    expect(await screen.findByText('SELECT retention')).toBeInTheDocument();
  });

  it('closes the panel while the design hides effects, and says when it opens', async () => {
    render(
      {
        getExperiment: async () => testDetail({ state: 'live' }),
        getResults: async () =>
          testResults(
            testAnalysis({
              visibility: {
                effects: 'closed',
                sentence: 'Effects open at the planned end.',
                opensAt: '2026-03-16T09:00:00.000Z',
              },
              metrics: [testMetric({ status: 'hidden', outcome: 'unknown' })],
            }),
          ),
      },
      { tab: 'results' },
    );
    expect(await screen.findByText('Effects are closed')).toBeInTheDocument();
    expect(
      screen.getByText('Effects open at the planned end.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/They open/)).toBeInTheDocument();
    expect(screen.queryByText('−4.31 %')).not.toBeInTheDocument();
  });

  it('records what people decided', async () => {
    const decideExperiment = jest.fn(async () => testDetail(ENDED));
    render(
      {
        getExperiment: async () => testDetail(ENDED),
        getResults: async () => testResults(testAnalysis()),
        decideExperiment,
      },
      { tab: 'decision' },
    );
    await userEvent.type(
      await screen.findByLabelText('Rationale'),
      'Retention fell.',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Record decision' }),
    );
    expect(decideExperiment).toHaveBeenCalledWith('gate-at-40', {
      action: 'do-not-ship',
      rationale: 'Retention fell.',
    });
  });

  it('says why the experiment cannot be shown', async () => {
    render({
      getExperiment: async () => {
        throw new Error("There is no experiment 'gate-at-40'.");
      },
    });
    expect(
      await screen.findByText('This experiment could not be loaded'),
    ).toBeInTheDocument();
  });

  it('tells who may launch and edit it where that is somebody else', async () => {
    renderPage(<ExperimentPage />, {
      // Answers about rights are kept by id: this one is asked about only here.
      at: '/experiments/of-others?tab=plan',
      mountPath: '/experiments/:id',
      isReadOnly: true,
      experiments: {
        getExperiment: async () => testDetail({ id: 'of-others' }),
        getResults: async () => testResults(null),
      },
    });
    expect(
      await screen.findByText(/^Only its owner, .*, may launch it\.$/),
    ).toHaveTextContent('Only its owner, growth, may launch it.');
    expect(
      screen.getByText(/, may edit or discard this draft\.$/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Launch' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Edit plan' }),
    ).not.toBeInTheDocument();
  });
});
