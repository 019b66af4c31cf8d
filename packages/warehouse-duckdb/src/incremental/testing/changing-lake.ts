import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { quotedText } from '../../quote';
import { FIXTURE_TABLES } from '../../lake-fixture';

/** A row of a lake table by column; times are ISO in UTC. */
export type LakeRow = Readonly<Record<string, string | number | null>>;

export type ChangingTable = 'assignments' | 'events';

type LakeFile = {
  readonly path: string;
  readonly digest: bigint;
  readonly isMerged: boolean;
  readonly rows: readonly LakeRow[];
};

const TIME: Record<ChangingTable, string> = {
  assignments: 'assigned_at',
  events: 'event_time',
};

const digestOf = (text: string): bigint =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 16)}`);

const cell = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? 'NULL' : quotedText(String(value));

/** A lake to which everything happens that a real one goes through. */
export class ChangingLake {
  readonly dir: string;
  readonly #connection: DuckDBConnection;
  readonly #files: Record<ChangingTable, LakeFile[]> = {
    assignments: [],
    events: [],
  };
  readonly #replaced: Record<ChangingTable, string[]> = {
    assignments: [],
    events: [],
  };
  #count = 0;

  constructor(dir: string, connection: DuckDBConnection) {
    this.dir = dir;
    this.#connection = connection;
  }

  /** New rows, in one new file per day. */
  async append(table: ChangingTable, rows: readonly LakeRow[]): Promise<void> {
    const byDay = Map.groupBy(rows, row =>
      String(row[TIME[table]]).slice(0, 10),
    );
    for (const [day, ofDay] of byDay) {
      this.#count += 1;
      const name = `segment-${this.#count}`;
      const path = `date=${day}/${name}.parquet`;
      await this.#write(table, path, ofDay);
      this.#files[table].push({
        path,
        digest: digestOf(name),
        isMerged: false,
        rows: ofDay,
      });
    }
  }

  /** Other rows in the file at `index`, under its old name or a new one. */
  async correct(
    table: ChangingTable,
    change: {
      readonly index: number;
      readonly isInPlace: boolean;
      readonly rows: (rows: readonly LakeRow[]) => readonly LakeRow[];
    },
  ): Promise<void> {
    const files = this.#files[table];
    const file = files[change.index % Math.max(files.length, 1)];
    if (file === undefined) return;
    const rows = change.rows(file.rows);
    if (change.isInPlace && !file.isMerged) {
      await this.#write(table, file.path, rows);
      files.splice(files.indexOf(file), 1, { ...file, rows });
    } else {
      this.#count += 1;
      const digest = file.digest + digestOf(`correction ${this.#count}`);
      await this.#replace(table, [file], { rows, digest });
    }
  }

  /** The files of the day of the file at `index` become one. */
  async merge(table: ChangingTable, index: number): Promise<void> {
    const files = this.#files[table];
    const file = files[index % Math.max(files.length, 1)];
    if (file === undefined) return;
    const day = file.path.slice(0, 15);
    const ofDay = files.filter(({ path }) => path.startsWith(day));
    await this.#replace(table, ofDay, {
      rows: ofDay.flatMap(({ rows }) => rows),
      digest: ofDay.reduce((sum, { digest }) => sum + digest, 0n),
    });
  }

  /** Rewrites every file that holds the unit. */
  async erase(unit: string): Promise<void> {
    for (const table of ['assignments', 'events'] as const) {
      for (const file of this.#files[table].slice()) {
        const rows = file.rows.filter(row => row['unit'] !== unit);
        if (rows.length === file.rows.length) continue;
        const digest = file.digest + digestOf(`erasure of ${unit}`);
        await this.#replace(table, [file], { rows, digest });
      }
    }
  }

  /** Drops the first day of a table with all its files. */
  async dropFirstDay(table: ChangingTable): Promise<void> {
    const first = this.#files[table].map(({ path }) => path).sort()[0];
    const day = first?.slice(0, 15);
    if (day === undefined) return;
    this.#files[table] = this.#files[table].filter(
      ({ path }) => !path.startsWith(day),
    );
    this.#replaced[table] = this.#replaced[table].filter(
      path => !path.startsWith(day),
    );
    await rm(join(this.dir, table, day), { recursive: true });
    await this.#writeManifest(table);
  }

  async #replace(
    table: ChangingTable,
    files: readonly LakeFile[],
    { rows, digest }: Pick<LakeFile, 'rows' | 'digest'>,
  ): Promise<void> {
    const day = files[0]?.path.slice(0, 15) ?? '';
    this.#count += 1;
    const path = `${day}/merged/merged-${this.#count}.parquet`;
    await this.#write(table, path, rows);
    this.#files[table] = [
      ...this.#files[table].filter(file => !files.includes(file)),
      { path, digest, isMerged: true, rows },
    ];
    this.#replaced[table].push(...files.map(file => file.path));
    await this.#writeManifest(table);
  }

  async #write(
    table: ChangingTable,
    path: string,
    rows: readonly LakeRow[],
  ): Promise<void> {
    const target = join(this.dir, table, path);
    await mkdir(dirname(target), { recursive: true });
    const columns =
      FIXTURE_TABLES.find(({ name }) => name === table)?.columns ?? [];
    const casts = (row: LakeRow) =>
      columns
        .map(
          ({ name, type }) =>
            `CAST(${cell(row[name])} AS ${type}) AS "${name}"`,
        )
        .join(', ');
    const selects =
      rows.length === 0
        ? `SELECT ${casts({})} WHERE FALSE`
        : rows.map(row => `SELECT ${casts(row)}`).join(' UNION ALL ');
    await this.#connection.run(
      `COPY (${selects}) TO ${quotedText(target)} (FORMAT parquet)`,
    );
  }

  async #writeManifest(table: ChangingTable): Promise<void> {
    const merged = this.#files[table].filter(({ isMerged }) => isMerged);
    await mkdir(join(this.dir, table), { recursive: true });
    await writeFile(
      join(this.dir, table, 'manifest.json'),
      JSON.stringify({
        format: 1,
        merged: merged.map(({ path, digest }) => ({
          path,
          digest: BigInt.asUintN(64, digest).toString(16).padStart(16, '0'),
        })),
        replaced: this.#replaced[table].map(path => ({
          path,
          replacedAt: '2026-01-01T00:00:00.000Z',
        })),
      }),
    );
  }
}
