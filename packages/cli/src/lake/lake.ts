import { EtudeError } from '@etude/kernel';
import { forget } from './forget';

/** Runs what is done with the lake from the command line: `forget`. */
export const lake = async (argv: readonly string[]): Promise<number> => {
  const [verb, ...rest] = argv;
  if (verb === 'forget') return forget(rest);
  throw new EtudeError(
    `'${verb ?? ''}' cannot be done with the lake here; 'forget' can. See ./etude lake --help.`,
    { code: 'ETUDE_CLI_OPTION', kind: 'user' },
  );
};
