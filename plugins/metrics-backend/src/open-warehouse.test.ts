import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { dialectOf, openWarehouse, warehouseAddress } from './open-warehouse';
import { readWarehousesConfig } from './warehouses-config';

const SERVICES: readonly JsonObject[] = [
  {
    type: 'bigquery',
    project: 'shop',
    credentials: '{"type":"authorized_user","refresh_token":"hunter2"}',
  },
  {
    type: 'snowflake',
    account: 'myorg-shop',
    computeWarehouse: 'REPORTS',
    user: 'ETUDE',
    accessToken: 'hunter2',
  },
  {
    type: 'databricks',
    host: 'dbc-1.cloud.databricks.com',
    httpPath: '/sql/1.0/warehouses/abc',
    accessToken: 'hunter2',
  },
];

const read = (service: JsonObject) => {
  const [config] = readWarehousesConfig(
    new ConfigReader({
      etude: { warehouses: [{ id: 'cloud', name: 'Cloud', ...service }] },
    }),
  );
  if (config === undefined) throw new Error('no warehouse was read');
  return config;
};

describe('a cloud warehouse whose client is not installed', () => {
  it.each(SERVICES)(
    'opens, and its first query says what to install: $type',
    async service => {
      const driver = openWarehouse(read(service));
      expect(driver.dialect).toBe(dialectOf(read(service)));
      const failure: unknown = await driver
        .query('SELECT 1 AS one')
        .catch((error: unknown) => error);
      await driver.close();
      expect(failure).toMatchObject({
        code: 'ETUDE_WAREHOUSE_CLIENT_MISSING',
        kind: 'operational',
        message: expect.stringContaining('yarn workspace @etude/backend add'),
      });
      expect(String(failure)).not.toContain('hunter2');
    },
  );

  it('is told by its project, account or host', () => {
    expect(SERVICES.map(service => warehouseAddress(read(service)))).toEqual([
      'shop',
      'myorg-shop',
      'dbc-1.cloud.databricks.com',
    ]);
  });
});
