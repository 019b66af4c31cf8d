/**
 * One thing that is wrong with an input, for the person who can mend it.
 *
 * `path` names the field (`metrics[0].mdeRelative`); `message` says what, why
 * and how to fix; `code` is stable and starts with `ETUDE_`.
 */
export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** A value, or every reason why there is none. Expected refusals are values. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Wraps a value as a successful {@link Result}. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A refusal with all its reasons; `problems` is never empty. */
export const refused = (
  ...problems: readonly [Problem, ...Problem[]]
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems,
});
