import type { MetricUse } from '@etude/plugin-experiments-common';
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
import { previewOf } from '../../__testUtils__/fake-preview';
import { renderPage } from '../../__testUtils__/render-page';
import { MetricPage } from './MetricPage';

const PATH = '/metrics/purchase-rate';

const METRIC = {
  'GET /metrics/purchase-rate': answered(metricOf()),
  'GET /fact-tables': answered({ factTables: [factTableOf()] }),
  'POST /fact-tables:describe': answered({ columns: [] }),
  'POST /metrics:preview': answered(previewOf()),
  'GET /metrics/purchase-rate/lineage': answered({
    reads: [
      {
        factTableId: 'shop-events',
        name: 'Shop events',
        warehouseId: 'lake',
        columns: [
          { column: 'unit', as: 'unit', name: 'reader' },
          { column: 'event', as: 'filter', name: null },
        ],
      },
    ],
  }),
};

const metricUse = (parts: Partial<MetricUse> = {}): MetricUse => ({
  experimentId: 'faster-checkout',
  name: 'Faster checkout',
  owner: 'group:default/data',
  state: 'decided',
  demo: false,
  role: 'guardrail',
  launchedAt: '2026-01-01T00:00:00Z',
  endedAt: '2026-01-15T00:00:00Z',
  verdictClass: 'win',
  decision: 'ship',
  computedAt: '2026-01-15T01:00:00Z',
  problem: null,
  effects: [
    {
      variant: 'fast',
      outcome: 'better',
      sentence: 'Purchase rate got better by 3 %.',
      better: { estimate: 0.03, interval: [0.01, 0.05] },
    },
  ],
  ...parts,
});

const LIVE = metricUse({
  experimentId: 'still-running',
  name: 'Still running',
  state: 'live',
  endedAt: null,
  effects: null,
  problem: { code: 'ETUDE_X', message: 'The warehouse did not answer.' },
});

const open = (
  routes: Parameters<typeof fakeMetrics>[0],
  search: string = '',
  uses: readonly MetricUse[] = [],
) => {
  const fake = fakeMetrics(routes);
  renderPage(<MetricPage />, {
    client: fake.client,
    mountPath: '/metrics/:id',
    path: PATH,
    search,
    experiments: { listMetricUses: async () => uses },
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
    expect(await screen.findByText(/44,700 units/)).toBeVisible();
  });

  it('says why it is not known what the metric was lately', async () => {
    open({
      ...METRIC,
      'POST /metrics:preview': refusedWith(503, {
        code: 'ETUDE_METRICS_QUERY_TIMEOUT',
        message: 'The query was stopped after 120 s.',
      }),
    });
    expect(
      await screen.findByText('The query was stopped after 120 s.'),
    ).toBeVisible();
  });

  it('leads to what it reads and to what measures it', async () => {
    open(METRIC, '?tab=lineage', [metricUse(), LIVE]);
    const lineage = await screen.findByRole('region', { name: 'Lineage' });
    expect(
      await within(lineage).findByRole('link', { name: 'Shop events' }),
    ).toHaveAttribute('href', '/metrics/fact-tables/shop-events');
    expect(
      await within(lineage).findByRole('link', { name: 'Faster checkout' }),
    ).toHaveAttribute('href', '/experiments/faster-checkout');
    expect(within(lineage).getAllByText('Guardrail')).toHaveLength(2);
    expect(within(lineage).getByText('Live')).toBeVisible();
  });

  it('shows effects of what has ended only', async () => {
    open(METRIC, '?tab=effects', [metricUse(), LIVE]);
    const table = await screen.findByRole('table', {
      name: 'Effects in ended experiments',
    });
    expect(
      within(table).getByText('Purchase rate got better by 3 %.'),
    ).toBeVisible();
    expect(
      within(table).getByRole('img', { name: /Faster checkout, fast: \+3/ }),
    ).toBeVisible();
    expect(within(table).queryByText('Still running')).not.toBeInTheDocument();
  });

  it('says which computation failed', async () => {
    open(METRIC, '', [LIVE]);
    const health = await screen.findByRole('region', { name: 'Health' });
    expect(
      await within(health).findByText(/The warehouse did not answer\./),
    ).toBeVisible();
  });

  it('tells what each definition changed', async () => {
    const { etag, updatedAt: since, updatedBy: by, ...now } = metricOf();
    open(
      {
        ...METRIC,
        'GET /metrics/purchase-rate/versions': answered({
          versions: [
            { etag, since, by, definition: now },
            {
              etag: 'etag-0',
              since: '2026-01-01T00:00:00.000Z',
              by,
              definition: { ...now, name: 'Buyers', threshold: 2 },
            },
          ],
        }),
      },
      '?tab=history',
    );
    const changes = await screen.findByRole('table', { name: 'Changes' });
    expect(
      within(changes).getByRole('row', { name: 'Name Buyers Purchase rate' }),
    ).toBeVisible();
    expect(
      within(changes).getByRole('row', { name: 'Threshold at least 2 none' }),
    ).toBeVisible();
    expect(screen.getByText('Created.')).toBeVisible();
  });

  it('prints the query it comes to', async () => {
    open(
      {
        ...METRIC,
        'GET /runs': answered({ runs: [] }),
        'GET /metrics/purchase-rate/sql': answered({
          warehouseId: 'lake',
          dialect: 'duckdb',
          sql: 'SELECT 42 AS answer',
          problems: [],
        }),
      },
      '?tab=sql',
    );
    expect(await screen.findByText('SELECT 42 AS answer')).toBeVisible();
    expect(screen.getByText(/in the SQL of DuckDB/)).toBeVisible();
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

  it('shows the computations that used it, with their SQL', async () => {
    open(
      { ...METRIC, 'GET /runs': answered({ runs: [runOf()], total: 1 }) },
      '?tab=sql',
    );
    expect(await screen.findByText('SELECT 1 AS one')).toBeInTheDocument();
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
        name: 'Name Buyers Purchase rate of readers',
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
