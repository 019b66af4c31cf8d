import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  factTableOf,
  fakeMetrics,
  metricOf,
  refusedWith,
  runOf,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { MetricPage } from './MetricPage';

const PATH = '/metrics/purchase-rate';

const METRIC = {
  'GET /metrics/purchase-rate': answered(metricOf()),
  'GET /fact-tables': answered({ factTables: [factTableOf()] }),
  'POST /fact-tables:describe': answered({ columns: [] }),
  'POST /metrics:baseline': answered({
    baselines: [
      {
        status: 'known',
        metricId: 'purchase-rate',
        mean: 0.0523,
        variance: 0.0496,
        units: 44700,
        unitsPerDay: 1600,
        cumulativeUnits: null,
        population: 'all-assigned',
        runId: 'run-2',
      },
    ],
  }),
};

const open = (
  routes: Parameters<typeof fakeMetrics>[0],
  search: string = '',
) => {
  const fake = fakeMetrics(routes);
  renderPage(<MetricPage />, {
    client: fake.client,
    mountPath: '/metrics/:id',
    path: PATH,
    search,
  });
  return fake;
};

describe('MetricPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('says what the metric means and what it was lately', async () => {
    open(METRIC);
    expect(
      await screen.findByText(
        /Share of readers with at least one purchase within 7 days after exposure; more is better\. Other readers count as no\./,
      ),
    ).toBeVisible();
    expect(await screen.findByText('5.23 %')).toBeVisible();
    expect(
      screen.getByText('44,700 units that resolved any flag in this time'),
    ).toBeVisible();
    expect(screen.getByText('1,600')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Find experiments with Purchase rate' }),
    ).toHaveAttribute('href', '/experiments?q=purchase-rate');
  });

  it('says why there is no history', async () => {
    open({
      ...METRIC,
      'POST /metrics:baseline': answered({
        baselines: [
          {
            status: 'problem',
            metricId: 'purchase-rate',
            problem: {
              code: 'ETUDE_METRICS_BASELINE_NO_FACTS',
              message: 'None of the 12 units has a fact.',
            },
            runId: null,
          },
        ],
      }),
    });
    expect(await screen.findByText('No history yet')).toBeVisible();
    expect(screen.getByText('None of the 12 units has a fact.')).toBeVisible();
  });

  it('says so when there is no such metric', async () => {
    open({
      ...METRIC,
      'GET /metrics/purchase-rate': refusedWith(404, {
        code: 'ETUDE_METRICS_METRIC_NOT_FOUND',
        message: "There is no metric 'purchase-rate'.",
      }),
    });
    expect(
      await screen.findByText("There is no metric 'purchase-rate'."),
    ).toBeVisible();
  });

  it('shows the SQL of computations that used it, and no others', async () => {
    open(
      {
        ...METRIC,
        'GET /runs': answered({
          runs: [
            runOf(),
            runOf({ id: 'run-9', metricIds: ['other'], sql: 'SELECT 9' }),
          ],
        }),
      },
      '?tab=sql',
    );
    expect(await screen.findByText('SELECT 1 AS one')).toBeInTheDocument();
    expect(screen.queryByText('SELECT 9')).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Experiment faster-checkout' }),
    ).toHaveAttribute('href', '/experiments/faster-checkout');
  });

  it('archives after saying what that does', async () => {
    const archived = answered(metricOf({ state: 'archived' }));
    const { sent } = open({
      ...METRIC,
      'GET /metrics/purchase-rate': [
        METRIC['GET /metrics/purchase-rate'],
        archived,
      ],
      'POST /metrics/purchase-rate/archive': archived,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Archive' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(/New experiments can no longer choose it/);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Archive metric' }),
    );
    expect(await screen.findByText('Archived')).toBeVisible();
    expect(sent.map(({ route }) => route)).toContain(
      'POST /metrics/purchase-rate/archive',
    );
  });

  it('shows what someone else changed meanwhile and saves over it', async () => {
    const stored = metricOf({
      name: 'Buyers',
      etag: 'etag-2',
      updatedBy: 'user:default/bob',
    });
    const { sent } = open(
      {
        ...METRIC,
        'GET /metrics/purchase-rate': [
          METRIC['GET /metrics/purchase-rate'],
          answered(stored),
        ],
        'PUT /metrics/purchase-rate': [
          refusedWith(409, {
            code: 'ETUDE_METRICS_ETAG_CONFLICT',
            message: 'Changed by someone else.',
          }),
          answered(stored),
        ],
      },
      '?mode=edit',
    );
    await userEvent.click(await screen.findByRole('textbox', { name: 'Name' }));
    await userEvent.paste(' of readers');
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    const differences = await screen.findByRole('table', {
      name: 'Differences',
    });
    expect(
      within(differences).getByRole('row', {
        name: 'Name Purchase rate of readers Buyers',
      }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Save yours over it' }),
    );
    await waitFor(() => expect(window.location.search).toBe(''));
    const puts = sent.filter(({ route }) => route.startsWith('PUT'));
    expect(puts.map(({ body }) => body)).toEqual([
      expect.objectContaining({ etag: 'etag-1' }),
      expect.objectContaining({
        etag: 'etag-2',
        name: 'Purchase rate of readers',
      }),
    ]);
  });
});
