import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readWarehousesConfig } from './warehouses-config';

const read = (warehouses: JsonValue) =>
  readWarehousesConfig(new ConfigReader({ etude: { warehouses } }));

const POSTGRES = {
  id: 'dwh',
  name: 'Data warehouse',
  type: 'postgres',
  host: 'dwh.example.com',
  database: 'analytics',
  user: 'reader',
};

const refusalOf = (warehouses: JsonValue): string => {
  try {
    read(warehouses);
  } catch (error) {
    expect(error).toMatchObject({
      code: 'ETUDE_METRICS_CONFIG_INVALID',
      kind: 'user',
    });
    return String(error);
  }
  return 'taken as it is';
};

describe('readWarehousesConfig', () => {
  it('needs none', () => {
    expect(readWarehousesConfig(new ConfigReader({}))).toEqual([]);
  });

  it('gives limits that are not set their defaults', () => {
    expect(read([{ ...POSTGRES, limits: { maxBytes: '2000' } }])).toEqual([
      {
        ...POSTGRES,
        limits: {
          timeoutSeconds: 120,
          maxConcurrentQueries: 2,
          maxBytes: 2000,
        },
      },
    ]);
  });

  it.each<[string, JsonValue, RegExp]>([
    [
      'a missing host',
      [{ ...POSTGRES, host: undefined }],
      /warehouses\[0\]\.host is missing.*or a url/,
    ],
    [
      'an unknown type',
      [{ ...POSTGRES, type: 'oracle' }],
      /warehouses\[0\]\.type is not known\. Write postgres,/,
    ],
    [
      'a misspelt key',
      [{ ...POSTGRES, pasword: 'x' }],
      /warehouses\[0\] has settings that do not exist: pasword/,
    ],
    [
      'the id of the lake',
      [{ ...POSTGRES, id: 'lake' }],
      /warehouses\[0\]\.id is 'lake', which is the embedded lake/,
    ],
    [
      'an id that is used twice',
      [POSTGRES, POSTGRES],
      /warehouses\[1\]\.id is 'dwh', as is etude\.warehouses\[0\]\.id/,
    ],
    [
      'a limit of nothing',
      [{ ...POSTGRES, limits: { timeoutSeconds: 0 } }],
      /warehouses\[0\]\.limits\.timeoutSeconds has to be greater than 0/,
    ],
    [
      'an address of another type',
      [{ ...POSTGRES, url: 'https://dwh.example.com' }],
      /warehouses\[0\]\.url is no address of this type/,
    ],
    ['what is no list', { dwh: POSTGRES }, /warehouses is no list/],
  ])('refuses %s and says how to mend it', (_what, warehouses, expected) => {
    expect(refusalOf(warehouses)).toMatch(expected);
  });

  const SNOWFLAKE = {
    id: 'cloud',
    name: 'Cloud',
    type: 'snowflake',
    account: 'shop-eu',
    computeWarehouse: 'REPORTS',
  };
  const DATABRICKS = {
    id: 'cloud',
    name: 'Cloud',
    type: 'databricks',
    host: 'dbc-1.cloud.databricks.com',
    httpPath: '/sql/1.0/warehouses/abc',
  };

  it.each<[string, JsonValue]>([
    [
      'BigQuery with the credentials of the environment',
      { id: 'cloud', name: 'Cloud', type: 'bigquery', project: 'shop' },
    ],
    [
      'Snowflake with a key',
      { ...SNOWFLAKE, user: 'etude', privateKey: '-----BEGIN' },
    ],
    [
      'Snowflake with a token',
      { ...SNOWFLAKE, user: 'etude', accessToken: 'pat' },
    ],
    [
      'Snowflake with an OAuth client',
      {
        ...SNOWFLAKE,
        clientId: 'etude',
        clientSecret: 's3cret',
        tokenUrl: 'https://login.example.com/token',
      },
    ],
    [
      'Databricks with a service principal',
      { ...DATABRICKS, clientId: 'etude', clientSecret: 's3cret' },
    ],
    ['Databricks with a token', { ...DATABRICKS, accessToken: 'dapi' }],
  ])('takes %s', (_what, warehouse) => {
    expect(read([warehouse])).toMatchObject([warehouse]);
  });

  it('gives a key that came in one line its lines back', () => {
    const [warehouse] = read([
      { ...SNOWFLAKE, user: 'etude', privateKey: 'BEGIN\\nabc\\nEND' },
    ]);
    expect(warehouse).toMatchObject({ privateKey: 'BEGIN\nabc\nEND' });
  });

  it.each<[string, JsonValue, RegExp]>([
    [
      'Snowflake without a login',
      SNOWFLAKE,
      /\[0\]\.user is missing.*\[0\]\.privateKey is missing, and nothing else says how to log in/,
    ],
    [
      'Snowflake with half an OAuth client',
      { ...SNOWFLAKE, clientId: 'etude', clientSecret: 's3cret' },
      /\[0\]\.tokenUrl is missing/,
    ],
    [
      'Databricks without a login',
      DATABRICKS,
      /\[0\]\.accessToken is missing, and nothing else says how to log in\. Set clientId and clientSecret of a service principal/,
    ],
    [
      'BigQuery without a project',
      { id: 'cloud', name: 'Cloud', type: 'bigquery' },
      /\[0\]\.project is missing or no text\. Name the project/,
    ],
  ])('refuses %s and says how to mend it', (_what, warehouse, expected) => {
    const refusal = refusalOf([warehouse]);
    expect(refusal).toMatch(expected);
    expect(refusal).not.toContain('s3cret');
  });

  it('names every wrong key at once, and no secret', () => {
    const refusal = refusalOf([
      { ...POSTGRES, name: '', url: 'mysql://reader:s3cret@dwh/analytics' },
    ]);
    expect(refusal).toMatch(/\[0\]\.name is empty/);
    expect(refusal).toMatch(/\[0\]\.url is no address/);
    expect(refusal).not.toContain('s3cret');
  });
});
