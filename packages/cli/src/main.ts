import { isEtudeError } from '@etude/kernel';
import { findCommand } from './commands';
import { usage } from './usage';

const fail = (error: unknown): number => {
  if (!isEtudeError(error)) throw error;
  process.stderr.write(`etude: ${error.message}\n`);
  for (const problem of error.problems) {
    const where = problem.path === undefined ? '' : `${problem.path}: `;
    process.stderr.write(`  - ${where}${problem.message}\n`);
  }
  return error.kind === 'user' ? 2 : 1;
};

const run = async (argv: readonly string[]): Promise<number> => {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return 0;
  }
  const command = findCommand(name);
  if (!command) {
    process.stderr.write(
      `etude: there is no command '${name}'. See ./etude --help.\n`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  return (await command.load())(rest);
};

run(process.argv.slice(2))
  .catch(fail)
  .then(code => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.stderr.write(
      `etude: this should not happen; please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 1;
  });
