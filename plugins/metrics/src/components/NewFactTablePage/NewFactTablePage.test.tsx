import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  factTableOf,
  fakeMetrics,
  LAKE_WAREHOUSE,
  refusedWith,
  warehouseOf,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { NewFactTablePage } from './NewFactTablePage';

const LAKE = answered({
  checkedAt: '2026-01-02T00:00:00.000Z',
  tables: [{ name: 'events', rows: 1, latestAt: null, columns: [] }],
  imports: [
    {
      tableId: 'orders-0123456789',
      name: 'orders',
      format: 'csv',
      rows: 2,
      columns: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      createdBy: 'user:default/ada',
    },
  ],
});

const ORDERS = answered({
  columns: [
    { name: 'user_id', type: 'VARCHAR' },
    { name: 'amount', type: 'DOUBLE' },
  ],
});

const open = (
  routes: Parameters<typeof fakeMetrics>[0],
  search: string = '',
) => {
  const fake = fakeMetrics({ 'GET /lake': LAKE, ...routes });
  renderPage(<NewFactTablePage />, {
    client: fake.client,
    mountPath: '/metrics/fact-tables/new',
    path: '/metrics/fact-tables/new',
    search,
  });
  return fake;
};

const create = () =>
  userEvent.click(screen.getByRole('button', { name: 'Create fact table' }));

describe('NewFactTablePage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('makes a fact table of an import with proposed columns', async () => {
    const { sent } = open(
      {
        'POST /fact-tables:describe': ORDERS,
        'POST /fact-tables': answered(factTableOf({ id: 'orders' })),
      },
      '?import=orders-0123456789&name=orders',
    );
    expect(
      await screen.findByRole('button', { name: /Use of column user_id/ }),
    ).toHaveTextContent('Entity');
    await userEvent.click(screen.getByRole('button', { name: /Owner/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Data' }));
    await create();
    await waitFor(() =>
      expect(window.location.pathname).toBe('/metrics/fact-tables/orders'),
    );
    expect(sent).toContainEqual({
      route: 'POST /fact-tables',
      body: {
        name: 'orders',
        description: '',
        owner: 'group:default/data',
        source: { kind: 'import', tableId: 'orders-0123456789' },
        timestampColumn: null,
        entityColumns: { user: 'user_id' },
        measures: [{ name: 'amount', column: 'amount' }],
        dimensions: [],
      },
    });
  });

  it('makes a fact table of a table in a warehouse', async () => {
    const { sent } = open({
      'GET /warehouses': answered({
        warehouses: [LAKE_WAREHOUSE, warehouseOf()],
      }),
      'POST /fact-tables:describe': answered({
        columns: [
          { name: 'user_id', type: 'character varying' },
          { name: 'bought_at', type: 'timestamp with time zone' },
          { name: 'amount', type: 'numeric(10,2)' },
        ],
      }),
      'POST /fact-tables': answered(factTableOf({ id: 'orders' })),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Warehouse/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Data warehouse' }),
    );
    expect(
      screen.queryByRole('radio', { name: 'An imported table' }),
    ).not.toBeInTheDocument();
    for (const [label, text] of [
      ['Name', 'Orders'],
      ['Schema', 'shop.public'],
      ['Table', 'orders'],
    ] as const) {
      await userEvent.click(screen.getByRole('textbox', { name: label }));
      await userEvent.paste(text);
    }
    await userEvent.click(
      screen.getByRole('button', { name: 'Look at columns' }),
    );
    expect(
      await screen.findByRole('button', { name: /Use of column bought_at/ }),
    ).toHaveTextContent('Time of the row');
    await userEvent.click(screen.getByRole('button', { name: /Owner/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Data' }));
    await create();
    await waitFor(() =>
      expect(window.location.pathname).toBe('/metrics/fact-tables/orders'),
    );
    const source = {
      kind: 'table',
      schema: ['shop', 'public'],
      table: 'orders',
    };
    expect(sent).toContainEqual({
      route: 'POST /fact-tables:describe',
      body: { source, warehouseId: 'dwh' },
    });
    expect(sent).toContainEqual({
      route: 'POST /fact-tables',
      body: expect.objectContaining({
        source,
        warehouseId: 'dwh',
        timestampColumn: 'bought_at',
        measures: [{ name: 'amount', column: 'amount' }],
      }),
    });
  });

  it('says at the source why its columns cannot be read', async () => {
    open({
      'POST /fact-tables:describe': refusedWith(400, {
        code: 'ETUDE_METRICS_FACT_TABLE_INVALID',
        message: 'The source cannot be read.',
        problems: [
          {
            code: 'ETUDE_WAREHOUSE_SQL',
            message: 'Table shop does not exist.',
            path: 'source.sql',
          },
        ],
      }),
    });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'A SQL query' }),
    );
    await userEvent.click(screen.getByRole('textbox', { name: 'SQL' }));
    await userEvent.paste('SELECT * FROM shop');
    await userEvent.click(
      screen.getByRole('button', { name: 'Look at columns' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Table shop does not exist.' }),
    ).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'SQL' })).toHaveValue(
      'SELECT * FROM shop',
    );
  });

  it('lists what is missing', async () => {
    open({});
    await screen.findByRole('textbox', { name: 'Name' });
    await create();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /no name.*No team owns.*No source is chosen/,
    );
  });
});
