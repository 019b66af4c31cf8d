import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasErrorCode } from '@etude/kernel';

const run = promisify(execFile);

const ROOT = join(__dirname, '..', '..', '..', '..');
const CLIENTS_DIR = join(ROOT, 'apps', 'edge', 'clients');

/** A client of another language that is ready to run, or why it is not. */
export type ForeignProgram =
  | {
      readonly isReady: true;
      /** Runs it with arguments; gives what it prints. */
      readonly outputOf: (...args: readonly string[]) => Promise<string>;
    }
  | { readonly isReady: false; readonly reason: string };

type Command = readonly [string, ...string[]];

type Recipe = {
  /** Folder of the installation, with the version in its name. */
  readonly name: string;
  readonly steps: (dir: string) => readonly Command[];
  readonly command: (dir: string) => Command;
};

const reasonOf = (error: unknown): string => {
  if (hasErrorCode(error, 'ENOENT')) return 'the program is not installed';
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').slice(-3).join(' | ');
};

/**
 * Installs a client with the tool of its language, once per machine. What does
 * not install is not a failure of the edge, so that the reason is given.
 */
const install = async ({
  name,
  steps,
  command,
}: Recipe): Promise<ForeignProgram> => {
  const dir = join(ROOT, '.etude', 'clients', name);
  try {
    await mkdir(dir, { recursive: true });
    for (const [program, ...args] of steps(dir)) {
      await run(program, args, { timeout: 150_000 });
    }
  } catch (error) {
    const reason = reasonOf(error);
    process.stderr.write(`SKIPPED: the ${name} client: ${reason}\n`);
    return { isReady: false, reason };
  }
  const [program, ...first] = command(dir);
  return {
    isReady: true,
    outputOf: async (...args) => {
      const all = [...first, ...args];
      const { stdout } = await run(program, all, { timeout: 60_000 });
      return stdout;
    },
  };
};

const venvPython = (dir: string): string => join(dir, 'bin', 'python');

/** A program in Python with packages of PyPI; `program` is in `clients/`. */
export const pythonProgram = (
  name: string,
  { program, packages }: { program: string; packages: readonly string[] },
): Promise<ForeignProgram> =>
  install({
    name,
    steps: dir => [
      ...(existsSync(venvPython(dir))
        ? []
        : [['python3', '-m', 'venv', dir] satisfies Command]),
      [
        ...([
          venvPython(dir),
          '-m',
          'pip',
          'install',
          '--quiet',
        ] satisfies Command),
        '--disable-pip-version-check',
        ...packages,
      ],
    ],
    command: dir => [venvPython(dir), join(CLIENTS_DIR, program)],
  });

/** A program in Java with packages of Maven; `project` is in `clients/`. */
export const javaProgram = (
  name: string,
  { project, jar }: { project: string; jar: string },
): Promise<ForeignProgram> =>
  install({
    name,
    steps: dir => [
      existsSync(join(dir, jar))
        ? ['java', '-version']
        : [
            'mvn',
            '--quiet',
            '--batch-mode',
            `--file=${join(CLIENTS_DIR, project, 'pom.xml')}`,
            'dependency:copy-dependencies',
            `-DoutputDirectory=${dir}`,
          ],
    ],
    command: dir => [
      'java',
      '-cp',
      join(dir, '*'),
      join(CLIENTS_DIR, project, 'Client.java'),
    ],
  });

/** A program in Go with modules of its proxy; `project` is in `clients/`. */
export const goProgram = (
  name: string,
  { project }: { project: string },
): Promise<ForeignProgram> =>
  install({
    name,
    steps: dir => [
      [
        ...([
          'go',
          'build',
          '-C',
          join(CLIENTS_DIR, project),
        ] satisfies Command),
        ...['-mod=mod', '-o', join(dir, 'client'), '.'],
      ],
    ],
    command: dir => [join(dir, 'client')],
  });
