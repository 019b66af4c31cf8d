import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { notReadOnly, requireSelect, warehouseError } from '@etude/warehouse';
import type { CancelSignal, IncrementStep } from '@etude/warehouse';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { classifyFailure } from '../classify-failure';
import { convertValue } from '../convert-result';
import { quotedName, quotedText } from '../quote';
import type { KeptFile, KeptManifest } from './kept-store';
import { syncedBytes } from './kept-store';
import type { LakeDay } from './lake-days';

/** What the steps of a program run on. */
export type ProgramSession = {
  readonly connection: DuckDBConnection;
  readonly signal: CancelSignal | undefined;
  readonly folder: string;
  readonly kept: KeptManifest | null;
  readonly days: Readonly<Record<string, readonly LakeDay[]>>;
  /** A SELECT of the rows of a lake table in these files. */
  readonly rowsIn: (table: string, files: readonly string[]) => string;
};

/** What the steps of a program came to. */
export type ProgramOutcome = {
  readonly written: ReadonlyMap<string, KeptFile>;
  readonly bytesRead: number;
  readonly statements: readonly string[];
};

const BEGINNINGS = ['SELECT', 'WITH'];

/** Throws unless `sql` is one statement that reads. */
const requireOneSelect = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<void> => {
  requireSelect(sql, BEGINNINGS);
  const { count } = await connection.extractStatements(sql);
  if (count !== 1) throw notReadOnly(sql, `${count} statements`);
};

/** Runs the steps of one program, in their order. */
export class ProgramRun {
  readonly #session: ProgramSession;
  readonly #written = new Map<string, KeptFile>();
  readonly #opened = new Map<string, number>();
  readonly #statements: string[] = [];
  readonly #prefix = randomUUID().slice(0, 8);

  constructor(session: ProgramSession) {
    this.#session = session;
  }

  async step(step: IncrementStep): Promise<void> {
    const { connection } = this.#session;
    switch (step.kind) {
      case 'days':
        return this.#openDays(step);
      case 'file':
        return this.#openFile(step);
      case 'view':
      case 'table':
        await requireOneSelect(connection, step.sql);
        await this.#run(
          `CREATE OR REPLACE TEMP ${step.kind === 'view' ? 'VIEW' : 'TABLE'} ${quotedName(step.name)} AS\n${step.sql}`,
        );
        return undefined;
      case 'save':
        return this.#save(step);
    }
  }

  outcome(): ProgramOutcome {
    return {
      written: this.#written,
      bytesRead: [...this.#opened.values()].reduce((sum, one) => sum + one, 0),
      statements: this.#statements,
    };
  }

  async #run(sql: string): Promise<DuckDBValue[][]> {
    const { connection, signal } = this.#session;
    if (signal?.aborted) {
      throw warehouseError('cancelled', 'The query was cancelled.');
    }
    try {
      const reader = await connection.runAndReadAll(sql);
      this.#statements.push(sql);
      return reader.getRows();
    } catch (error) {
      throw classifyFailure(error, sql);
    }
  }

  async #firstDay(notBefore: string): Promise<string | null> {
    await requireOneSelect(this.#session.connection, notBefore);
    const [row] = await this.#run(notBefore);
    const day = convertValue(row?.[0] ?? null);
    return typeof day === 'string' ? day : null;
  }

  async #openDays(
    step: Extract<IncrementStep, { kind: 'days' }>,
  ): Promise<void> {
    const { days, rowsIn } = this.#session;
    const first =
      step.notBefore === null ? '' : await this.#firstDay(step.notBefore);
    const wanted = new Set(
      first === null ? [] : step.days.filter(day => day >= first),
    );
    const files = (days[step.table] ?? []).flatMap(one =>
      wanted.has(one.day) ? one.files : [],
    );
    for (const { path, bytes } of files) this.#opened.set(path, bytes);
    const paths = files.map(({ path }) => path);
    await this.#run(
      `CREATE OR REPLACE TEMP VIEW ${quotedName(step.name)} AS\n${rowsIn(step.table, paths)}`,
    );
  }

  async #openFile({
    name,
    file,
  }: Extract<IncrementStep, { kind: 'file' }>): Promise<void> {
    const { folder, kept } = this.#session;
    const found = kept?.files.get(file);
    if (found === undefined) {
      throw warehouseError('file', `The kept file '${file}' is not there.`);
    }
    const path = join(folder, found.path);
    this.#opened.set(path, found.bytes);
    const sql = `CREATE OR REPLACE TEMP VIEW ${quotedName(name)} AS\nSELECT * FROM read_parquet(${quotedText(path)})`;
    try {
      await this.#run(sql);
    } catch (cause) {
      // Whatever is wrong with what is kept, it can be made anew.
      throw warehouseError(
        'file',
        `The kept file '${path}' cannot be read. It is made anew with the next refresh.`,
        { cause },
      );
    }
  }

  async #save({
    file,
    sql,
  }: Extract<IncrementStep, { kind: 'save' }>): Promise<void> {
    const { connection, folder } = this.#session;
    await requireOneSelect(connection, sql);
    const name = `${this.#prefix}-${file}.parquet`;
    const path = join(folder, name);
    const [row] = await this.#run(
      `COPY (\n${sql}\n) TO ${quotedText(path)} (FORMAT parquet)`,
    );
    this.#written.set(file, {
      path: name,
      rows: Number(row?.[0] ?? 0),
      bytes: await syncedBytes(path),
    });
  }
}
