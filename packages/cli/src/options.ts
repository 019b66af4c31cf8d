import { EtudeError } from '@etude/kernel';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The parsed words of a command.
 *
 * @throws ETUDE_CLI_OPTION naming the option that is unknown or has no value.
 */
export const parseOptions = <const T extends Options>(
  argv: readonly string[],
  command: string,
  options: T,
) => {
  try {
    return parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EtudeError(`${reason} See ./etude ${command} --help.`, {
      code: 'ETUDE_CLI_OPTION',
      kind: 'user',
      cause: error,
    });
  }
};

/**
 * A TCP port from an option.
 *
 * @throws ETUDE_CLI_OPTION when it is not a number from 1 to 65535.
 */
export const parsePort = (option: string, value: string): number => {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new EtudeError(
    `${option} is '${value}', which is not a port. Give a number from 1 to 65535.`,
    { code: 'ETUDE_CLI_OPTION', kind: 'user' },
  );
};
