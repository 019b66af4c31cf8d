import { commands } from './commands';

/** What `./etude --help` prints. */
export const usage = (): string => {
  const width = Math.max(...commands.map(command => command.name.length));
  const lines = commands.map(
    command => `  ${command.name.padEnd(width)}  ${command.summary}`,
  );
  return `Etude: an internal developer portal with an experimentation platform built in.

usage: ./etude COMMAND [options]

${lines.join('\n')}

./etude COMMAND --help says more about one of them.
`;
};
