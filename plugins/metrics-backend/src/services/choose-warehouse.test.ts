import { factTableSchema, metricSchema } from '@etude/metrics';
import type { FactTable, Metric } from '@etude/metrics';
import type { WarehouseDriver } from '@etude/warehouse';
import { chooseWarehouse } from './choose-warehouse';
import { QueryRunner } from './query-runner';
import { Warehouses } from './warehouses';
import type { Warehouse } from './warehouses';

const unused = () => Promise.reject(new Error('not asked here'));

const warehouseOf = (id: string): Warehouse => {
  const driver: WarehouseDriver = {
    dialect: 'postgres',
    query: unused,
    describe: unused,
    estimate: unused,
    close: () => Promise.resolve(),
  };
  const limits = { timeoutSeconds: 1, maxConcurrentQueries: 1, maxBytes: null };
  return {
    info: { id, name: id, type: 'postgres', address: null, limits },
    assignments:
      id === 'copied' ? { kind: 'table', table: 'assigned' } : undefined,
    driver,
    runner: new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 1000,
      limitKeys: { timeout: '', concurrency: '', bytes: '' },
    }),
  };
};

const WAREHOUSES = new Warehouses(warehouseOf('lake'), [
  warehouseOf('dwh'),
  warehouseOf('copied'),
]);

const factTable = (id: string, warehouseId?: string): FactTable =>
  factTableSchema.parse({
    id,
    name: id,
    description: '',
    owner: 'group:default/data',
    warehouseId,
    source: { kind: 'table', table: id },
    timestampColumn: 'at',
    entityColumns: { user: 'unit' },
    measures: [],
    dimensions: [],
  });

const metric = (id: string, factTableId: string): Metric =>
  metricSchema.parse({
    id,
    name: id,
    description: '',
    owner: 'group:default/data',
    factTableId,
    entity: 'user',
    type: 'count',
    aggregation: 'count',
    filters: [],
    window: null,
    direction: 'increase',
    state: 'active',
  });

const FACT_TABLES = [
  factTable('visits'),
  factTable('orders', 'dwh'),
  factTable('carts', 'copied'),
  factTable('refunds', 'closed-down'),
];
const VISITS = metric('visits-per-user', 'visits');
const ORDERS = metric('orders-per-user', 'orders');
const FLAG = { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' } as const;

const choose = (question: object) =>
  chooseWarehouse(WAREHOUSES, {
    metrics: [],
    factTables: FACT_TABLES,
    ...question,
  });

const messagesOf = (question: object): string => {
  const chosen = choose(question);
  return chosen.ok
    ? `chose ${chosen.value.info.id}`
    : chosen.problems.map(({ message }) => message).join('\n');
};

describe('chooseWarehouse', () => {
  it('takes the warehouse where everything lies', () => {
    expect(messagesOf({ metrics: [VISITS], assignment: FLAG })).toBe(
      'chose lake',
    );
    expect(messagesOf({ metrics: [ORDERS] })).toBe('chose dwh');
    const units = { kind: 'table', factTableId: 'orders' };
    expect(messagesOf({ metrics: [ORDERS], assignment: units })).toBe(
      'chose dwh',
    );
  });

  it('refuses two warehouses, naming what lies where', () => {
    expect(messagesOf({ metrics: [VISITS, ORDERS] })).toMatch(
      /metric 'visits-per-user' in the lake .*metric 'orders-per-user' in warehouse 'dwh'.*experiments apart/,
    );
    const units = { kind: 'table', factTableId: 'visits' };
    expect(messagesOf({ metrics: [ORDERS], assignment: units })).toMatch(
      /'orders-per-user' in warehouse 'dwh'.*the assignments in the lake/,
    );
  });

  it('counts the tables of steps, filters and dimensions', () => {
    const funnel = {
      ...ORDERS,
      steps: [{ name: 'visited', filters: [], factTableId: 'visits' }],
    };
    expect(messagesOf({ metrics: [funnel] })).toMatch(/fact table 'visits'/);
    const others = [{ what: "dimension 'country'", factTableId: 'visits' }];
    expect(messagesOf({ metrics: [ORDERS], others })).toMatch(
      /dimension 'country' in the lake/,
    );
  });

  it('refuses a flag for metrics that cannot see its assignments', () => {
    expect(messagesOf({ metrics: [ORDERS], assignment: FLAG })).toMatch(
      /^Metric 'orders-per-user' lives in warehouse 'dwh'.*flag 'checkout' are in the lake.*table of assignments in warehouse 'dwh'/,
    );
  });

  it('takes a flag where the warehouse has a copy of the assignments', () => {
    const carts = metric('carts-per-user', 'carts');
    expect(messagesOf({ metrics: [carts], assignment: FLAG })).toBe(
      'chose copied',
    );
  });

  it('says of a warehouse that is gone which there are', () => {
    const refunds = metric('refunds-per-user', 'refunds');
    expect(messagesOf({ metrics: [refunds] })).toMatch(
      /no warehouse 'closed-down'.*lake, dwh, copied/,
    );
  });
});
