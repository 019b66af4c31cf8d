import type { Problem } from './result';

/**
 * Who can mend a failure: `user` (they can), `operational` (a retry may),
 * `bug` (only we can).
 */
export type ErrorKind = 'user' | 'operational' | 'bug';

export type EtudeErrorOptions = {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
};

/**
 * The one error class of the project. Recognise it by `code`, never by class
 * or message: {@link hasErrorCode}.
 */
export class EtudeError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];

  constructor(message: string, options: EtudeErrorOptions) {
    super(
      message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'EtudeError';
    this.code = options.code;
    this.kind = options.kind;
    this.details = options.details ?? {};
    this.problems = options.problems ?? [];
  }
}

/** True when `error` carries the stable `code`, across package copies. */
export const hasErrorCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === code;

/** True for any error with a code of this project. */
export const isEtudeError = (error: unknown): error is EtudeError =>
  error instanceof Error &&
  error.name === 'EtudeError' &&
  'code' in error &&
  typeof error.code === 'string' &&
  'kind' in error;
