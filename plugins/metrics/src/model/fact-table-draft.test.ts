import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { factTableOf as storedFactTable } from '../__testUtils__/fake-metrics';
import { columnRows, proposeColumns, withRole } from './column-rows';
import type { ColumnRole, ColumnRow } from './column-rows';
import {
  draftOfFactTable,
  emptyFactTableDraft,
  factTableOf,
  sourceOf,
} from './fact-table-draft';
import { atColumns, unfinishedFactTable } from './fact-table-problems';

const ORDERS = [
  { name: 'user_id', type: 'VARCHAR' },
  { name: 'country', type: 'VARCHAR' },
  { name: 'ordered_at', type: 'TIMESTAMP' },
  { name: 'amount', type: 'DECIMAL(18,3)' },
];

const give = (rows: readonly ColumnRow[], name: string, role: ColumnRole) => {
  const row = rows.find(one => one.name === name);
  if (!row) throw new Error(`There is no column ${name}.`);
  return withRole(rows, row, role);
};

const rolesOf = (columns: ReturnType<typeof proposeColumns>) =>
  columns.map(({ role }) => role);

describe('proposeColumns', () => {
  it('proposes no time for an import', () => {
    expect(rolesOf(proposeColumns(ORDERS, 'import'))).toEqual([
      'entity',
      'dimension',
      'unused',
      'measure',
    ]);
  });

  it('takes the time of the row in a table, not its arrival', () => {
    const events = [
      { name: 'received_at', type: 'TIMESTAMP' },
      { name: 'event_time', type: 'TIMESTAMP' },
      { name: 'event_id', type: 'VARCHAR' },
      { name: 'unit', type: 'VARCHAR' },
    ];
    expect(rolesOf(proposeColumns(events, 'table'))).toEqual([
      'unused',
      'time',
      'dimension',
      'entity',
    ]);
  });
});

describe('factTableOf', () => {
  it('has one time at most', () => {
    const columns = give(
      give(proposeColumns(ORDERS, 'import'), 'country', 'time'),
      'ordered_at',
      'time',
    );
    const draft = { ...emptyFactTableDraft, name: ' Orders ', columns };
    expect(factTableOf(draft, { kind: 'import', tableId: 't' })).toEqual({
      name: 'Orders',
      description: '',
      owner: '',
      source: { kind: 'import', tableId: 't' },
      timestampColumn: 'ordered_at',
      entityColumns: { user: 'user_id' },
      measures: [{ name: 'amount', column: 'amount' }],
      dimensions: [],
    });
  });
});

describe('draftOfFactTable', () => {
  const stored: StoredFactTable = storedFactTable({
    warehouseId: 'dwh',
    source: { kind: 'table', schema: ['shop', 'public'], table: 'orders' },
    timestampColumn: 'ordered_at',
    entityColumns: { reader: 'user_id', household: 'home_id' },
    // One column twice: as a measure of its own name, and to filter on.
    measures: [
      { name: 'revenue', column: 'amount', unit: 'EUR' },
      { name: 'items', column: 'count' },
    ],
    dimensions: ['country', 'amount'],
  });
  const found = [
    { name: 'home_id', type: 'VARCHAR' },
    { name: 'count', type: 'INTEGER' },
    ...ORDERS,
    { name: 'note', type: 'VARCHAR' },
  ];
  const opened = draftOfFactTable(stored);

  it('comes back as what was stored when nothing is changed', () => {
    const columns = columnRows(found, opened.known, 'table');
    const source = sourceOf(opened);
    if (!source) throw new Error('It has a source.');
    const same = factTableOf({ ...opened, columns }, source);
    expect({
      ...same,
      measures: same.measures.toSorted((a, b) => (a.name < b.name ? 1 : -1)),
      dimensions: same.dimensions.toSorted().toReversed(),
    }).toEqual({
      name: stored.name,
      description: stored.description,
      owner: stored.owner,
      warehouseId: 'dwh',
      source: stored.source,
      timestampColumn: 'ordered_at',
      entityColumns: stored.entityColumns,
      measures: stored.measures,
      dimensions: stored.dimensions,
    });
    expect(columns.find(({ name }) => name === 'note')?.role).toBe('unused');
  });

  it('keeps in sight what a source no longer has', () => {
    const columns = columnRows(
      ORDERS.filter(({ name }) => name !== 'amount'),
      opened.known,
      'table',
    );
    const gone = columns.filter(({ isGone }) => isGone);
    expect(gone.map(({ name, role }) => [name, role])).toEqual([
      ['home_id', 'entity'],
      ['amount', 'measure'],
      ['count', 'measure'],
      ['amount', 'dimension'],
    ]);
    const problems = unfinishedFactTable({ ...opened, columns });
    expect(problems.map(({ message }) => message.split('.')[0])).toEqual(
      gone.map(({ name }) => `Column ${name} is not in the source any more`),
    );
  });

  it('proposes anew for a source with none of its columns', () => {
    const visits = [{ name: 'visitor', type: 'VARCHAR' }];
    expect(rolesOf(columnRows(visits, opened.known, 'table'))).toEqual([
      'entity',
    ]);
  });
});

describe('unfinishedFactTable', () => {
  it('refuses two columns for one entity, where one would be lost', () => {
    const columns = give(
      proposeColumns(ORDERS, 'import'),
      'country',
      'entity',
    ).map(column =>
      column.role === 'entity' ? { ...column, label: 'user' } : column,
    );
    const draft = {
      ...emptyFactTableDraft,
      name: 'Orders',
      owner: 'group:default/data',
      table: 'orders',
      columns,
    };
    expect(unfinishedFactTable(draft).map(({ path }) => path)).toEqual([
      'columns[0]',
      'columns[1]',
    ]);
  });
});

describe('atColumns', () => {
  it('leads each problem of the sent table to its column', () => {
    const draft = {
      ...emptyFactTableDraft,
      columns: proposeColumns(ORDERS, 'import'),
    };
    const at = (path: string) => atColumns([{ path, message: '' }], draft);
    expect(at('measures[0].column')[0]?.path).toBe('columns[3]');
    expect(at('dimensions[0]')[0]?.path).toBe('columns[1]');
    expect(at('entityColumns.user')[0]?.path).toBe('columns[0]');
    expect(at('measures')[0]?.path).toBe('columns');
    expect(at('source.sql')[0]?.path).toBe('source.sql');
  });
});
