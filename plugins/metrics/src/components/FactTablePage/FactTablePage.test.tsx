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
import { FactTablePage } from './FactTablePage';

const open = (routes: Parameters<typeof fakeMetrics>[0]) =>
  renderPage(<FactTablePage />, {
    client: fakeMetrics(routes).client,
    mountPath: '/metrics/fact-tables/:id',
    path: '/metrics/fact-tables/shop-events',
  });

const TABLE = {
  'GET /fact-tables/shop-events': answered(
    factTableOf({ source: { kind: 'query', sql: 'SELECT * FROM events' } }),
  ),
  'GET /metrics': answered({ metrics: [metricOf()] }),
};

describe('FactTablePage', () => {
  it('shows the source, the columns and the metrics of a table', async () => {
    open(TABLE);
    expect(await screen.findByText('SELECT * FROM events')).toBeVisible();
    expect(screen.getByText('reader, from column unit')).toBeVisible();
    expect(screen.getByText('value (EUR)')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Purchase rate' })).toHaveAttribute(
      'href',
      '/metrics/purchase-rate',
    );
    expect(
      screen.getByRole('link', { name: 'New metric from it' }),
    ).toHaveAttribute('href', '/metrics/new?factTable=shop-events');
  });

  it('says in which warehouse the rows lie, and how fresh they are', async () => {
    open({
      ...TABLE,
      'GET /fact-tables/shop-events': answered(
        factTableOf({
          warehouseId: 'dwh',
          source: { kind: 'table', schema: ['shop'], table: 'events' },
        }),
      ),
      'GET /fact-tables/shop-events/freshness': [
        refusedWith(400, {
          code: 'ETUDE_METRICS_QUERY_TOO_LARGE',
          message: 'The query was not run: it would read 2 TB.',
        }),
        answered({
          factTableId: 'shop-events',
          warehouseId: 'dwh',
          checkedAt: '2026-01-03T00:00:00.000Z',
          since: '2025-12-21T00:00:00.000Z',
          latestAt: '2026-01-02T23:59:00.000Z',
          days: [{ date: '2026-01-02', rows: 12345 }],
          estimate: { bytes: 1_500_000, rows: null },
        }),
      ],
    });
    expect(
      await screen.findByText('Table shop.events of warehouse dwh'),
    ).toBeVisible();
    const check = screen.getByRole('button', { name: 'Check freshness' });
    await userEvent.click(check);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'it would read 2 TB',
    );
    await userEvent.click(check);
    expect(await screen.findByRole('cell', { name: '12,345' })).toBeVisible();
    expect(screen.getByText(/expected to read 1.5 MB/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('leads to a first metric', async () => {
    open({ ...TABLE, 'GET /metrics': answered({ metrics: [] }) });
    expect(
      await screen.findByText('No metric reads this table yet'),
    ).toBeVisible();
  });

  it('says so when there is no such table', async () => {
    open({
      ...TABLE,
      'GET /fact-tables/shop-events': refusedWith(404, {
        code: 'ETUDE_METRICS_FACT_TABLE_NOT_FOUND',
        message: "There is no fact table 'shop-events'.",
      }),
    });
    expect(
      await screen.findByText("There is no fact table 'shop-events'."),
    ).toBeVisible();
  });
});
