import { importedTableSchema } from '@etude/plugin-metrics-common';
import type { ImportedTable } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';

type ImportRow = {
  readonly table_id: string;
  readonly name: string;
  readonly format: string;
  readonly columns: string;
  readonly rows: number;
  readonly created_at: string;
  readonly created_by: string;
};

const read = (row: ImportRow): ImportedTable =>
  importedTableSchema.parse({
    tableId: row.table_id,
    name: row.name,
    format: row.format,
    columns: JSON.parse(row.columns) as unknown,
    rows: row.rows,
    createdAt: row.created_at,
    createdBy: row.created_by,
  });

/** What is known of each imported table; its rows are in the lake. */
export class ImportStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** All imports, newest first. */
  async list(): Promise<ImportedTable[]> {
    const rows = await this.#knex<ImportRow>('imports').orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'table_id' },
    ]);
    return rows.map(read);
  }

  async find(tableId: string): Promise<ImportedTable | undefined> {
    const row = await this.#knex<ImportRow>('imports')
      .where({ table_id: tableId })
      .first();
    return row && read(row);
  }

  /** Keeps the first record when the same table is imported again. */
  async insert(table: ImportedTable): Promise<void> {
    await this.#knex<ImportRow>('imports')
      .insert({
        table_id: table.tableId,
        name: table.name,
        format: table.format,
        columns: JSON.stringify(table.columns),
        rows: table.rows,
        created_at: table.createdAt,
        created_by: table.createdBy,
      })
      .onConflict('table_id')
      .ignore();
  }
}
