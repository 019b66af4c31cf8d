import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { etudeDirectory, repositoryRoot } from '../repository';
import type { StageResult } from './stage';
import { stageResult } from './stage';

export type ToolOptions = {
  readonly name: string;
  /** Program and its arguments; the first may be a file of `.bin`. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

/** How a tool ended and where its output is. */
export type ToolRun = {
  readonly exitCode: number;
  readonly logFile: string;
  readonly output: string;
};

const TAIL_LINES = 60;

/** Runs a tool of the repository, keeping its output in `.etude/test/`. */
export const runTool = async (options: ToolOptions): Promise<ToolRun> => {
  const logsDir = path.join(etudeDirectory, 'test');
  await fs.mkdir(logsDir, { recursive: true });
  const logFile = path.join(logsDir, `${options.name}.log`);
  const log = createWriteStream(logFile);
  const [program, ...args] = options.command;
  const exitCode = await new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? repositoryRoot,
      env: {
        ...process.env,
        ...options.env,
        PATH: [
          path.join(repositoryRoot, 'node_modules/.bin'),
          path.dirname(process.execPath),
          process.env['PATH'] ?? '',
        ].join(path.delimiter),
        FORCE_COLOR: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.once('error', reject);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('close', code => log.end(() => resolve(code ?? 1)));
  });
  return { exitCode, logFile, output: await fs.readFile(logFile, 'utf8') };
};

/** The last lines of an output, for people. */
export const tailOf = (output: string): string =>
  output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');

/** One check: passed when the tool exits with 0. */
export const checkTool = async (options: ToolOptions): Promise<StageResult> => {
  const run = await runTool(options);
  return run.exitCode === 0
    ? stageResult({ passed: 1 })
    : stageResult({
        failed: 1,
        notes: [`FAILED ${options.name} (${run.logFile}):`, tailOf(run.output)],
      });
};
