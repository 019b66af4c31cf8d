import { screen } from '@testing-library/react';
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
