import type { BudgetUse } from '@etude/plugin-metrics-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  LAKE_WAREHOUSE,
  answered,
  fakeMetrics,
  refusedWith,
  runOf,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { RunsTab } from './RunsTab';

const open = (
  routes: Parameters<typeof fakeMetrics>[0],
  search = '?tab=runs',
) => {
  const fake = fakeMetrics({
    'GET /warehouses': answered({ warehouses: [LAKE_WAREHOUSE] }),
    'GET /budgets': answered({ budgets: [] }),
    ...routes,
  });
  renderPage(<RunsTab />, {
    client: fake.client,
    mountPath: '/metrics',
    path: '/metrics',
    search,
  });
  return fake;
};

const BUDGET: BudgetUse = {
  owner: 'group:default/data',
  per: 'month',
  since: '2026-01-01T00:00:00.000Z',
  resetsAt: '2026-02-01T00:00:00.000Z',
  bytes: { limit: 1e12, used: 2.5e11 },
  seconds: null,
  contact: 'group:default/data',
};

const RUNNING = runOf({
  id: 'run-2',
  experimentId: 'slow-search',
  state: 'queued',
  progress: {
    phase: 'waiting',
    ahead: 2,
    query: 1,
    queries: 1,
    attempt: 1,
  },
  elapsedMs: null,
  rows: null,
  finishedAt: null,
});

const FAILED = runOf({
  id: 'run-3',
  experimentId: 'dear-query',
  state: 'failed',
  rows: null,
  problem: {
    code: 'ETUDE_WAREHOUSE_UNREACHABLE',
    kind: 'operational',
    message: 'dwh.example.com does not answer.',
    cause: 'unreachable',
    fix: 'Check that the warehouse runs.',
  },
});

describe('RunsTab', () => {
  it('lists runs with what they cost, and what teams have left', async () => {
    open({
      'GET /runs': answered({ runs: [RUNNING, FAILED, runOf()] }),
      'GET /budgets': answered({ budgets: [BUDGET] }),
    });
    const row = await screen.findByRole('row', { name: /faster-checkout/ });
    expect(within(row).getByText('Succeeded')).toBeVisible();
    expect(within(row).getByText('3,400 rows')).toBeVisible();
    expect(within(row).getByText('1.2 s')).toBeVisible();
    const failed = screen.getByRole('row', { name: /dear-query/ });
    expect(
      within(failed).getByText('Warehouse cannot be reached'),
    ).toBeVisible();
    expect(
      await screen.findByText('250 GB of 1 TB read used, 750 GB left'),
    ).toBeVisible();
  });

  it('asks the backend for what the filters in the address say', async () => {
    const { sent } = open(
      { 'GET /runs': answered({ runs: [] }) },
      '?tab=runs&run-state=failed&run-team=group:default/data',
    );
    expect(
      await screen.findByText('No run matches these filters'),
    ).toBeVisible();
    expect(sent.find(({ route }) => route === 'GET /runs')).toMatchObject({
      query: { state: 'failed', owner: 'group:default/data' },
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('Nothing was computed yet')).toBeVisible();
  });

  it('cancels a run that waits, and says what it waits for', async () => {
    const cancelled = runOf({
      ...RUNNING,
      state: 'cancelled',
      progress: null,
      cancelledBy: 'user:default/ada',
    });
    const { sent } = open({
      'GET /runs': answered({ runs: [RUNNING] }),
      'GET /runs/run-2': [answered(RUNNING), answered(cancelled)],
      'POST /runs/run-2/cancel': answered(cancelled),
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Details of the run for slow-search',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText(/^Waiting behind 2 queries, for /),
    ).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel run' }));
    expect(await dialog.findByText('Cancelled')).toBeVisible();
    expect(sent.map(({ route }) => route)).toContain('POST /runs/run-2/cancel');
  });

  it('opens a run by its address, with the cause, the fix and the SQL', async () => {
    open(
      {
        'GET /runs': answered({ runs: [FAILED] }),
        'GET /runs/run-3': answered(FAILED),
      },
      '?tab=runs&run=run-3',
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText('Warehouse cannot be reached'),
    ).toBeVisible();
    expect(
      dialog.getByText(
        'dwh.example.com does not answer. Check that the warehouse runs.',
      ),
    ).toBeVisible();
    expect(
      dialog.getByRole('region', { name: 'SQL of the run' }),
    ).toHaveTextContent('SELECT 1 AS one');
  });

  it('says so when the runs cannot be listed', async () => {
    open({
      'GET /runs': refusedWith(503, {
        code: 'ETUDE_TEST',
        message: 'The backend is starting.',
      }),
    });
    expect(await screen.findByText('The backend is starting.')).toBeVisible();
  });
});
