import type { Problem } from '@etude/kernel';

/**
 * What every Etude API answers when it refuses or fails. Clients branch on
 * `error.code`; `error.problems` lists each field that is wrong.
 */
export type ErrorBody = {
  readonly error: {
    readonly name: string;
    readonly code: string;
    readonly message: string;
    readonly problems: readonly Problem[];
  };
  readonly response: { readonly statusCode: number };
};
