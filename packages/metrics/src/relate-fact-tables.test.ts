import { describe, expect, it } from 'vitest';
import type { EntityRelation } from './entity-relation';
import { factTableOf, metricOf, requestOf } from './definition-fixture';
import { planComputation } from './plan-computation';
import { relationsOnTheWay } from './relate-fact-tables';

const relation = (
  from: string,
  to: string,
  parts: Partial<EntityRelation> = {},
): EntityRelation => ({
  id: `${from}-of-${to}`,
  name: '',
  description: '',
  owner: 'group:default/team',
  factTableId: `${from}-${to}`,
  from,
  to,
  ...parts,
});

const mapping = (from: string, to: string) =>
  factTableOf({
    id: `${from}-${to}`,
    source: { kind: 'table', table: `${from}_${to}` },
    timestampColumn: 'since',
    entityColumns: { [from]: from, [to]: to },
    measures: [],
    dimensions: [],
  });

const visits = factTableOf({
  id: 'visits',
  source: { kind: 'table', table: 'visits' },
  timestampColumn: 'at',
  entityColumns: { sensor: 'sensor' },
});

const requestWith = (
  relations: readonly EntityRelation[],
  tables: ReturnType<typeof factTableOf>[] = [],
) =>
  requestOf({
    metrics: [metricOf('m', { factTableId: 'visits' })],
    factTables: [visits, ...tables],
    relations: [...relations],
  });

const problemsOf = (request: ReturnType<typeof requestOf>) => {
  const plan = planComputation(request);
  return plan.ok ? [] : plan.problems.map(({ code }) => code);
};

describe('relations', () => {
  const sensor = relation('sensor', 'device');
  const device = relation('device', 'user');
  const tables = [mapping('sensor', 'device'), mapping('device', 'user')];

  it('lead over other entities to that of the units', () => {
    expect(problemsOf(requestWith([sensor, device], tables))).toEqual([]);
  });

  it('that go another way leave the facts without units', () => {
    const wrong = [relation('user', 'device'), sensor];
    expect(problemsOf(requestWith(wrong, tables))).toEqual([
      'ETUDE_FACT_TABLE_ENTITY',
    ]);
  });

  it('in a circle end', () => {
    const circle = [sensor, relation('device', 'sensor')];
    expect(problemsOf(requestWith(circle, tables))).toEqual([
      'ETUDE_FACT_TABLE_ENTITY',
    ]);
  });

  it('take the shortest way', () => {
    const direct = relation('sensor', 'user');
    const request = requestWith([sensor, device, direct], tables);
    expect(relationsOnTheWay(request)).toEqual([direct]);
  });

  it.each<[string, EntityRelation[], string]>([
    [
      'two ways of one length',
      [sensor, device, relation('device', 'user', { id: 'other' })],
      'ETUDE_RELATION_AMBIGUOUS',
    ],
    [
      'a table that does not exist',
      [sensor, relation('device', 'user', { factTableId: 'x' })],
      'ETUDE_RELATION_TABLE',
    ],
    [
      'a table without the entity',
      [sensor, relation('device', 'user', { factTableId: 'sensor-device' })],
      'ETUDE_RELATION_ENTITY',
    ],
  ])('refuse %s', (_, relations, code) => {
    expect(problemsOf(requestWith(relations, tables))).toContain(code);
  });

  it('that change with time refuse facts without one', () => {
    const request = requestWith(
      [sensor, { ...device, validFromColumn: 'since' }],
      tables,
    );
    const timeless = request.factTables.map(table => ({
      ...table,
      timestampColumn: null,
    }));
    expect(problemsOf({ ...request, factTables: timeless })).toContain(
      'ETUDE_RELATION_WITHOUT_TIME',
    );
  });

  it('of tables that nothing reads are not judged', () => {
    const broken = relation('device', 'team', { factTableId: 'x' });
    const request = requestWith([sensor, device, broken], tables);
    expect(problemsOf(request)).toEqual([]);
  });
});
