import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  LAKE_WAREHOUSE,
  answered,
  fakeMetrics,
  refusedWith,
  warehouseOf,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { MetricsPage } from './MetricsPage';

const open = (routes: Parameters<typeof fakeMetrics>[0]) => {
  const fake = fakeMetrics(routes);
  renderPage(<MetricsPage />, {
    client: fake.client,
    mountPath: '/metrics',
    path: '/metrics',
    search: '?tab=warehouses',
  });
  return fake;
};

const FAILED = {
  status: 'failed' as const,
  testedAt: '2026-01-03T00:00:00.000Z',
  testedBy: 'user:default/ada',
  problem: {
    code: 'ETUDE_WAREHOUSE_AUTHENTICATION',
    message:
      'The server refused the password of etude_reader. Check the account and its secret in the configuration of this warehouse.',
  },
};

describe('WarehousesTab', () => {
  it('tests a connection and says how to mend it', async () => {
    const { sent } = open({
      'GET /warehouses': [
        answered({ warehouses: [LAKE_WAREHOUSE, warehouseOf()] }),
        answered({
          warehouses: [LAKE_WAREHOUSE, warehouseOf({ lastTest: FAILED })],
        }),
      ],
      'POST /warehouses/dwh/test': answered(FAILED),
    });
    expect(
      await screen.findByText(
        'PostgreSQL at dwh.example.com:5432; its id is dwh.',
      ),
    ).toBeVisible();
    expect(
      screen.getByText(
        '4 queries run at a time; each is stopped after 120 s, and is refused when it would read more than 200 GB.',
      ),
    ).toBeVisible();
    expect(screen.getAllByText('Not tested')).toHaveLength(2);
    await userEvent.click(
      screen.getByRole('button', { name: 'Test connection of Data warehouse' }),
    );
    const result = await screen.findByRole('status');
    expect(
      within(result).getByText(/Check the account and its secret/),
    ).toBeVisible();
    expect(screen.getByText('Does not answer')).toBeVisible();
    expect(sent.map(({ route }) => route)).toContain(
      'POST /warehouses/dwh/test',
    );
  });

  it('teaches by an example where there is only the lake', async () => {
    open({
      'GET /warehouses': answered({
        warehouses: [
          {
            ...LAKE_WAREHOUSE,
            lastTest: {
              status: 'ok',
              testedAt: '2026-01-03T00:00:00.000Z',
              testedBy: 'user:default/ada',
              elapsedMs: 3.4567,
            },
          },
        ],
      }),
    });
    expect(
      await screen.findByText('No warehouse of yours is connected yet'),
    ).toBeVisible();
    expect(
      screen.getByRole('region', { name: 'Example of the configuration' }),
    ).toHaveTextContent('password: ${ETUDE_DWH_PASSWORD}');
    expect(screen.getByText('Answers')).toBeVisible();
    expect(screen.getByText(/Answered within 3.46 ms/)).toBeVisible();
  });

  it('says so when the warehouses cannot be listed', async () => {
    open({
      'GET /warehouses': refusedWith(503, {
        code: 'ETUDE_TEST',
        message: 'The backend is starting.',
      }),
    });
    expect(await screen.findByText('The backend is starting.')).toBeVisible();
  });
});
