/// <reference types="node" />
import type { DialectId } from '@etude/sql';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** What the engine found wrong; `name` is what it does not know. */
export type TranslatedProblem = {
  readonly kind:
    'syntax' | 'table' | 'column' | 'function' | 'cancelled' | 'other';
  readonly message: string;
  readonly name?: string;
  readonly line?: number;
  readonly column?: number;
};

/** An answer with every cell as DuckDB writes it, or what went wrong. */
export type TranslatedAnswer =
  | {
      /** SELECT, or the kind of what is none; SCRIPT for several. */
      readonly statement: string;
      /** Names and DuckDB's types. */
      readonly columns: readonly (readonly [string, string])[];
      readonly rows: readonly (readonly (string | null)[])[];
    }
  | { readonly problem: TranslatedProblem };

/** SQL of an engine that is not here, as sqlglot takes it, run on DuckDB. */
export type TranslatedEngine = {
  readonly run: (
    sql: string,
    isCancelled?: Promise<unknown>,
  ) => Promise<TranslatedAnswer>;
  readonly describe: (sql: string) => Promise<TranslatedAnswer>;
  /** Runs DuckDB's own SQL, such as what `testTableSql` writes. */
  readonly load: (sql: readonly string[]) => Promise<TranslatedAnswer>;
  readonly stop: () => Promise<void>;
};

const ROOT = resolve(__dirname, '../../../..');
const TRANSLATION = resolve(ROOT, 'packages/sql/src/testing');
const SCRIPT = resolve(__dirname, 'translated-engine.py');

const findPython = (): string | undefined =>
  [
    process.env['ETUDE_SQLGLOT_PYTHON'],
    resolve(ROOT, '.etude/sqlglot/bin/python'),
    'python3',
  ].find(
    (candidate): candidate is string =>
      candidate !== undefined &&
      spawnSync(candidate, ['-c', 'import sqlglot, duckdb']).status === 0,
  );

type Request = Readonly<Record<string, unknown>>;

const startProcess = (python: string) => {
  const child = spawn(python, [SCRIPT, TRANSLATION], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, (answer: TranslatedAnswer) => void>();
  let last = 0;
  createInterface(child.stdout).on('line', line => {
    const { id, ...answer } = JSON.parse(line) as TranslatedAnswer & {
      readonly id: number;
    };
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const send = (request: Request) =>
    child.stdin.write(`${JSON.stringify(request)}\n`);
  const ask = (request: Request, isCancelled?: Promise<unknown>) => {
    const id = (last += 1);
    const { promise, resolve: answered } =
      Promise.withResolvers<TranslatedAnswer>();
    waiting.set(id, answered);
    send({ id, ...request });
    void isCancelled?.then(() => send({ id: -id, do: 'cancel', of: id }));
    return promise;
  };
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return { ask, stop };
};

/**
 * Starts what stands behind a server that speaks an engine's protocol, or tells
 * why this machine cannot.
 */
export const startTranslatedEngine = (
  dialect: DialectId,
): TranslatedEngine | { readonly unavailable: string } => {
  const python = findPython();
  if (python === undefined) {
    return {
      unavailable:
        'no Python with sqlglot and duckdb. Make one by `python3 -m venv .etude/sqlglot && .etude/sqlglot/bin/pip install sqlglot==30.30.0 duckdb==2.0.0`, or name one in ETUDE_SQLGLOT_PYTHON.',
    };
  }
  const { ask, stop } = startProcess(python);
  return {
    run: (sql, isCancelled) => ask({ do: 'run', dialect, sql }, isCancelled),
    describe: sql => ask({ do: 'describe', dialect, sql }),
    load: sql => ask({ do: 'load', sql }),
    stop,
  };
};
