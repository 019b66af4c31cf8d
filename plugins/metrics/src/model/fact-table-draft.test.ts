import {
  atColumns,
  emptyFactTableDraft,
  factTableOf,
  proposeColumns,
  unfinishedFactTable,
  withRole,
} from './fact-table-draft';

const ORDERS = [
  { name: 'user_id', type: 'VARCHAR' },
  { name: 'country', type: 'VARCHAR' },
  { name: 'ordered_at', type: 'TIMESTAMP' },
  { name: 'amount', type: 'DECIMAL(18,3)' },
];

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
    const columns = withRole(
      withRole(proposeColumns(ORDERS, 'import'), 'country', 'time'),
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

describe('unfinishedFactTable', () => {
  it('refuses two columns for one entity, where one would be lost', () => {
    const columns = withRole(
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
    expect(at('source.sql')[0]?.path).toBe('source.sql');
  });
});
