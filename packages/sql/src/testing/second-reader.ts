/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const OWN_PYTHON = resolve(__dirname, '../../../../.etude/sqlglot/bin/python');

/**
 * A Python that can import the modules, or null with a word on how to get one:
 * it reads our SQL as somebody else would.
 */
export const findPython = (modules: string): string | null => {
  const candidates = [
    process.env['ETUDE_SQLGLOT_PYTHON'],
    OWN_PYTHON,
    'python3',
  ];
  const python = candidates.find(
    (candidate): candidate is string =>
      candidate !== undefined &&
      spawnSync(candidate, ['-c', `import ${modules}`]).status === 0,
  );
  if (python !== undefined) return python;
  process.stderr.write(
    `SQL is not read by a second reader: no Python with ${modules}. Make one by \`python3 -m venv .etude/sqlglot && .etude/sqlglot/bin/pip install sqlglot==30.30.0 duckdb==2.0.0\`, or name one in ETUDE_SQLGLOT_PYTHON.\n`,
  );
  return null;
};

/** What a script beside this file prints. */
export const runPython = (
  python: string,
  script: string,
  { args = [], input = '' }: { args?: readonly string[]; input?: string },
): string => {
  const run = spawnSync(python, [resolve(__dirname, script), ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
};
