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

  it('names every wrong key at once, and no secret', () => {
    const refusal = refusalOf([
      { ...POSTGRES, name: '', url: 'mysql://reader:s3cret@dwh/analytics' },
    ]);
    expect(refusal).toMatch(/\[0\]\.name is empty/);
    expect(refusal).toMatch(/\[0\]\.url is no address/);
    expect(refusal).not.toContain('s3cret');
  });
});
