import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  factTableOf,
  fakeMetrics,
  metricOf,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { MetricsPage } from './MetricsPage';

const open = (
  routes: Parameters<typeof fakeMetrics>[0],
  search: string = '',
) => {
  const fake = fakeMetrics(routes);
  renderPage(<MetricsPage />, {
    client: fake.client,
    mountPath: '/metrics',
    path: '/metrics',
    search,
  });
  return fake;
};

const CATALOGUE = {
  'GET /metrics': answered({
    metrics: [
      metricOf(),
      metricOf({
        id: 'page-error-rate',
        name: 'Page error rate',
        direction: 'decrease',
        window: null,
      }),
      metricOf({ id: 'old-rate', name: 'Old rate', state: 'archived' }),
    ],
  }),
  'GET /fact-tables': answered({ factTables: [factTableOf()] }),
};

describe('MetricsPage', () => {
  it('lists active metrics in words', async () => {
    open(CATALOGUE);
    expect(
      await screen.findByRole('link', { name: 'Purchase rate' }),
    ).toHaveAttribute('href', '/metrics/purchase-rate');
    expect(screen.getByText('within 7 days after exposure')).toBeVisible();
    expect(screen.getByText('less is better')).toBeVisible();
    expect(screen.getAllByText('Shop events')).toHaveLength(2);
    expect(screen.queryByText('Old rate')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'New metric' })).toHaveAttribute(
      'href',
      '/metrics/new',
    );
  });

  it('keeps filters in the address and can clear them', async () => {
    open(CATALOGUE, '?q=error');
    await screen.findByText('Page error rate');
    expect(screen.queryByText('Purchase rate')).not.toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('Search metrics'));
    await userEvent.paste(' nothing');
    expect(
      await screen.findByText('No metric matches these filters'),
    ).toBeVisible();
    expect(window.location.search).toBe('?q=error+nothing');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('Old rate')).toBeVisible();
  });

  it('teaches by an example when there is no metric', async () => {
    open({
      'GET /metrics': answered({ metrics: [] }),
      'GET /fact-tables': answered({ factTables: [] }),
    });
    expect(await screen.findByText('No metrics yet')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Make the first metric' }),
    ).toBeVisible();
  });

  it('says why the metrics could not be loaded', async () => {
    open({
      ...CATALOGUE,
      'GET /metrics': refusedWith(503, {
        code: 'ETUDE_DATABASE_DOWN',
        message: 'The database did not answer.',
      }),
    });
    expect(
      await screen.findByText('The database did not answer.'),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('imports a file and leads on to a fact table', async () => {
    const { sent } = open(
      {
        ...CATALOGUE,
        'POST /imports': answered({
          tableId: 'orders-0123456789',
          rows: 1234,
          columns: [
            { name: 'user_id', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
          ],
        }),
      },
      '?tab=fact-tables',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Import a table' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect(
      screen.getByRole('button', { name: 'No file is chosen. Choose one.' }),
    ).toBeVisible();
    const file = new File(['user_id,amount\nu1,2\n'], 'orders.csv');
    await userEvent.upload(screen.getByLabelText('File'), file);
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect(
      await screen.findByText(/orders is in the lake: 1,234 rows, 2 columns/),
    ).toBeVisible();
    expect(sent.map(({ route }) => route)).toContain('POST /imports');
    expect(sent.find(({ route }) => route === 'POST /imports')?.body).toBe(
      file,
    );
    expect(
      screen.getByRole('link', { name: 'Make a fact table of it' }),
    ).toHaveAttribute(
      'href',
      '/metrics/fact-tables/new?import=orders-0123456789&name=orders',
    );
  });

  it('says in sentences what the lake holds', async () => {
    open(
      {
        'GET /lake': answered({
          checkedAt: '2026-01-02T00:00:00.000Z',
          tables: [
            {
              name: 'events',
              rows: 44700,
              latestAt: '2026-01-01T23:59:00.000Z',
              columns: [],
            },
            { name: 'assignments', rows: 0, latestAt: null, columns: [] },
          ],
          imports: [],
        }),
      },
      '?tab=lake',
    );
    expect(
      await screen.findByText(/44,700 rows. The newest row is from/),
    ).toBeVisible();
    expect(screen.getByText(/Nothing has arrived yet/)).toBeVisible();
  });

  it('shows what a file of definitions changes before it is applied', async () => {
    const change = {
      ...{ kind: 'metric', id: 'revenue', change: 'update' },
      before: 'window: 7 days\n',
      after: 'window: 14 days\n',
      problems: [],
    };
    const found = { isApplied: false, changes: [change] };
    const { sent } = open(
      {
        'POST /definitions:apply': [
          answered({ ...found, ignoredExperiments: ['price-test'] }),
          answered({ ...found, isApplied: true, ignoredExperiments: [] }),
        ],
      },
      '?tab=as-code',
    );
    const text = await screen.findByRole('textbox', { name: 'Definitions' });
    await userEvent.type(text, 'metrics:');
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    expect(
      await screen.findByRole('group', { name: 'Changes of Metric revenue' }),
    ).toHaveTextContent('− window: 7 days + window: 14 days');
    expect(screen.getByText(/are left out: price-test\.$/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Apply 1 change' }),
    );
    expect(
      await screen.findByText('All that the file says is done.'),
    ).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([
      { text: 'metrics:', isTrial: true },
      { text: 'metrics:', isTrial: false },
    ]);
  });
});
