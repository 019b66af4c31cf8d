import { EtudeError } from '@etude/kernel';
import { scan } from './scan';

/** Runs what is done with flags from the command line: `scan`. */
export const flags = async (argv: readonly string[]): Promise<number> => {
  const [verb, ...rest] = argv;
  if (verb === 'scan') return scan(rest);
  throw new EtudeError(
    `'${verb ?? ''}' cannot be done with flags here; 'scan' can. See ./etude flags --help.`,
    { code: 'ETUDE_CLI_OPTION', kind: 'user' },
  );
};
