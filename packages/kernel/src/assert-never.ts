import { EtudeError } from './error';

/**
 * Makes the compiler prove that a union is handled whole.
 *
 * @throws ETUDE_UNREACHABLE when data got past its parser.
 */
export const assertNever = (value: never): never => {
  throw new EtudeError(
    `Unexpected value ${JSON.stringify(value)}: a case is not handled. Please report this.`,
    { code: 'ETUDE_UNREACHABLE', kind: 'bug', details: { value } },
  );
};
