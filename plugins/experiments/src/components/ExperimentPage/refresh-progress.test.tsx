import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  testDetail,
  testResults,
} from '../../__testUtils__/experiment-fixtures';
import { testRun } from '../../__testUtils__/run-fixture';
import { renderPage } from '../../__testUtils__/render-page';
import type { FakeMetrics } from '../../__testUtils__/render-page';
import { ExperimentPage } from './ExperimentPage';

const LIVE = { state: 'live', launchedAt: '2026-03-02T09:00:00.000Z' } as const;

const REFRESH = testResults(null).refresh;

const open = (
  experiments: Partial<ExperimentsClient>,
  metrics: FakeMetrics,
  tab = 'live',
) =>
  renderPage(<ExperimentPage />, {
    at: `/experiments/gate-at-40?tab=${tab}`,
    mountPath: '/experiments/:id',
    experiments: {
      getExperiment: async () => testDetail(LIVE),
      getResults: async () => testResults(null),
      getActivity: async () => ({ items: [] }),
      ...experiments,
    },
    metrics,
  });

describe('a refresh', () => {
  it('tells what it is at, and can be cancelled', async () => {
    let cancelled = false;
    let end: (reason: Error) => void = () => undefined;
    open(
      {
        refreshExperiment: () =>
          new Promise((_resolve, reject) => {
            end = reject;
          }),
        getRefresh: async () => ({
          ...REFRESH,
          running: !cancelled,
          step: 'computing',
          runId: 'run-1',
        }),
      },
      {
        runs: {
          list: async () => [
            testRun({
              state: 'running',
              queriedAt: new Date(Date.now() - 42_000).toISOString(),
              estimate: { bytes: 3.2e9, rows: null },
              progress: {
                phase: 'querying',
                ahead: null,
                query: 2,
                queries: 3,
                attempt: 1,
              },
            }),
          ],
          cancel: async () => {
            cancelled = true;
            end(new Error('The run was cancelled by user:default/ada.'));
            return testRun({ state: 'cancelled' });
          },
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Refresh' }),
    );
    expect(
      await screen.findByText(
        /Query 2 of 3 runs, for (4[2-9]|5\d) s; expected to read 3.2 GB\./,
      ),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Cancel refresh' }),
    );
    expect(
      await screen.findByText('The run was cancelled by user:default/ada.'),
    ).toBeVisible();
    expect(screen.queryByText(/Refreshing the results/)).toBeNull();
  });

  it('that failed says why, when it is tried again, and what it ran', async () => {
    open(
      {
        getResults: async () => ({
          ...testResults(null),
          refresh: {
            ...REFRESH,
            runId: 'run-9',
            attempts: 2,
            retryAt: new Date(Date.now() + 120_000).toISOString(),
            problem: {
              code: 'ETUDE_METRICS_BUDGET_EXCEEDED',
              message: 'group:default/growth has used 1 TB of the 1 TB.',
            },
          },
        }),
      },
      {
        runs: {
          get: async () =>
            testRun({
              id: 'run-9',
              state: 'failed',
              rows: null,
              elapsedMs: null,
              estimate: { bytes: 5e11, rows: null },
              problem: {
                code: 'ETUDE_METRICS_BUDGET_EXCEEDED',
                kind: 'user',
                message: 'group:default/growth has used 1 TB of the 1 TB.',
                cause: 'budget',
                fix: 'Wait for the next period.',
              },
            }),
        },
      },
    );
    expect(
      await screen.findByText(/has used 1 TB of the 1 TB\..*tries it again/),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Details of the run' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText('Budget of the team is used up'),
    ).toBeVisible();
    expect(dialog.getByText(/Wait for the next period\./)).toBeVisible();
    expect(dialog.getByText(/expected: 500 GB/)).toBeVisible();
  });

  it('is listed with what it cost', async () => {
    open(
      {},
      {
        runs: {
          list: async () => [
            testRun({ bytesRead: 1.25e9 }),
            testRun({ id: 'run-2', state: 'interrupted', elapsedMs: null }),
          ],
        },
      },
      'activity',
    );
    const table = await screen.findByRole('table', { name: 'Computations' });
    expect(within(table).getByText('1.25 GB')).toBeVisible();
    expect(within(table).getByText('0.8 s')).toBeVisible();
    expect(within(table).getByText('Interrupted')).toBeVisible();
  });
});
