import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  factTableOf,
  fakeMetrics,
  freshnessOf,
  metricOf,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { FactTablePage } from './FactTablePage';

const open = (routes: Parameters<typeof fakeMetrics>[0], search = '') => {
  const fake = fakeMetrics(routes);
  renderPage(<FactTablePage />, {
    client: fake.client,
    mountPath: '/metrics/fact-tables/:id',
    path: '/metrics/fact-tables/shop-events',
    search,
  });
  return fake;
};

const TABLE = {
  'GET /fact-tables/shop-events': answered(
    factTableOf({ source: { kind: 'query', sql: 'SELECT * FROM events' } }),
  ),
  'GET /metrics': answered({ metrics: [metricOf()] }),
};

const COLUMNS = [
  { name: 'event_time', type: 'TIMESTAMP' },
  { name: 'unit', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'event', type: 'VARCHAR' },
  { name: 'client', type: 'VARCHAR' },
  { name: 'note', type: 'VARCHAR' },
];

const EDITED = {
  ...TABLE,
  'GET /fact-tables/shop-events': answered(factTableOf()),
  'POST /fact-tables:describe': answered({ columns: COLUMNS }),
  'PUT /fact-tables/shop-events': answered(factTableOf({ etag: 'etag-2' })),
};

describe('FactTablePage', () => {
  beforeEach(() => window.sessionStorage.clear());

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
        answered(
          freshnessOf({
            factTableId: 'shop-events',
            warehouseId: 'dwh',
            estimate: { bytes: 1_500_000, rows: null },
          }),
        ),
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
    expect(
      await screen.findByText(/One day is missing: 1 Jan has none/),
    ).toBeVisible();
    expect(
      screen.getByRole('img', { name: /Rows by day, in UTC/ }),
    ).toBeVisible();
    expect(screen.getByText(/expected to read 1.5 MB/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is edited with what is known of its columns', async () => {
    const { sent } = open(EDITED, '?mode=edit');
    expect(
      await screen.findByText('One metric reads this table'),
    ).toBeVisible();
    const unit = await screen.findByRole('textbox', {
      name: 'Unit of measure value',
    });
    expect(unit).toHaveValue('EUR');
    expect(
      screen.getByRole('button', { name: /Use of column note/ }),
    ).toHaveTextContent('Not used');
    await userEvent.clear(unit);
    await userEvent.type(unit, 'SEK');
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(window.location.search).toBe(''));
    const { name, description, owner, source, etag, ...columns } =
      factTableOf();
    expect(sent.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
      name,
      description,
      owner,
      source,
      etag,
      timestampColumn: columns.timestampColumn,
      entityColumns: columns.entityColumns,
      measures: [{ name: 'value', column: 'value', unit: 'SEK' }],
      dimensions: columns.dimensions,
    });
  });

  it('says at the columns which metric would no longer work', async () => {
    const message =
      "Metric 'Purchase rate' reads this table and would no longer work.";
    open(
      {
        ...EDITED,
        'PUT /fact-tables/shop-events': refusedWith(400, {
          code: 'ETUDE_METRICS_FACT_TABLE_INVALID',
          message,
          problems: [{ code: 'ETUDE_BROKEN', path: 'dimensions', message }],
        }),
      },
      '?mode=edit',
    );
    await screen.findByRole('button', { name: /Use of column client/ });
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    const columns = screen.getByRole('group', { name: 'Columns' });
    expect(within(columns).getByText(message)).toBeVisible();
  });

  it('shows what someone else changed meanwhile, and takes it', async () => {
    open(
      {
        ...EDITED,
        'GET /fact-tables/shop-events': [
          answered(factTableOf()),
          answered(factTableOf({ name: 'Events', etag: 'etag-2' })),
        ],
        'PUT /fact-tables/shop-events': refusedWith(409, {
          code: 'ETUDE_METRICS_ETAG_CONFLICT',
          message: 'Changed by someone else.',
        }),
      },
      '?mode=edit',
    );
    await screen.findByRole('button', { name: /Use of column client/ });
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    const differences = await screen.findByRole('table', {
      name: 'Differences',
    });
    expect(
      within(differences).getByRole('row', { name: 'Name Events Shop events' }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Take the stored one' }),
    );
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Events');
    expect(
      await screen.findByRole('button', { name: /Use of column client/ }),
    ).toHaveTextContent('Dimension');
  });

  it('tells who changed it, when and what, back to its creation', async () => {
    const { etag, updatedAt, createdAt, updatedBy: by, ...now } = factTableOf();
    const queried = (sql: string) => ({
      ...now,
      measures: [],
      source: { kind: 'query', sql },
    });
    open(
      {
        ...TABLE,
        'GET /fact-tables/shop-events/versions': answered({
          versions: [
            { etag, since: updatedAt, by, definition: now },
            {
              ...{ etag: 'etag-1', since: createdAt, by },
              definition: queried('SELECT 1'),
            },
            {
              ...{ etag: 'etag-0', since: createdAt, by },
              definition: queried('SELECT 1\nFROM events'),
            },
          ],
        }),
      },
      '?tab=history',
    );
    const [latest] = await screen.findAllByRole('table', { name: 'Changes' });
    const changes = within(latest ?? document.body);
    expect(
      changes.getByRole('row', {
        name: 'Measures none: metrics can only count rows value (EUR)',
      }),
    ).toBeVisible();
    expect(
      changes.getByRole('row', { name: 'SQL SELECT 1 none' }),
    ).toBeVisible();
    expect(
      screen.getByRole('group', { name: 'Lines of SQL that differ' }),
    ).toHaveTextContent(/^SELECT 1 − FROM events$/);
    expect(screen.getByText('Created.')).toBeVisible();
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
