import {
  cast,
  date,
  dialectById,
  literal,
  printExpression,
  timestamp,
} from '@etude/sql';
import type { DialectId, Expression } from '@etude/sql';
import type { TestColumn, TestTable } from './engine-under-test';
import type { WarehouseValue } from './warehouse-driver';

const ROWS_PER_INSERT = 500;

const cell = (value: WarehouseValue, { type }: TestColumn): Expression => {
  if (value === null) return cast(literal(null), type);
  if (type === 'timestamp') return timestamp(new Date(String(value)));
  if (type === 'date') return date(new Date(`${value}T00:00:00Z`));
  return literal(value);
};

/** The engine's own names and types, `"a" bigint, "b" text`. */
const columnList = (table: TestTable, dialect: DialectId): string => {
  const { quoteIdentifier, type } = dialectById(dialect);
  return table.columns
    .map(column => `${quoteIdentifier(column.name)} ${type(column.type)}`)
    .join(', ');
};

/**
 * The statements that make a test table and fill it, one per string; `suffix`
 * ends the CREATE TABLE where an engine asks for more.
 */
export const testTableSql = (
  table: TestTable,
  dialect: DialectId,
  suffix = '',
): readonly string[] => {
  const record = dialectById(dialect);
  const name = record.quoteIdentifier(table.name);
  const statements = [
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE TABLE ${name} (${columnList(table, dialect)}) ${suffix}`.trim(),
  ];
  for (let at = 0; at < table.rows.length; at += ROWS_PER_INSERT) {
    const rows = table.rows.slice(at, at + ROWS_PER_INSERT).map(row => {
      const cells = table.columns.map((column, index) =>
        printExpression(record, cell(row[index] ?? null, column)),
      );
      return `(${cells.join(', ')})`;
    });
    statements.push(`INSERT INTO ${name} VALUES ${rows.join(', ')}`);
  }
  return statements;
};
