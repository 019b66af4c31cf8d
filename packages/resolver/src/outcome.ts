/**
 * What a condition came to. Besides three-valued logic there are the two
 * ways in which an evaluation ends early: an operator this resolver does not
 * know (the rule is skipped), and a value that the Rust resolver cannot
 * convert (it refuses the whole request).
 */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
export const UNRECOGNIZED = 3;
export const ABORT = 4;

export type Outcome =
  | typeof FALSE
  | typeof UNKNOWN
  | typeof TRUE
  | typeof UNRECOGNIZED
  | typeof ABORT;

/** A boolean as an outcome. */
export const outcomeOf = (value: boolean): Outcome => (value ? TRUE : FALSE);
