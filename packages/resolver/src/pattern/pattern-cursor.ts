/** What a pattern has that is not supported; `text` is the place. */
export type PatternRefusal = {
  readonly code:
    | 'backslashAtEnd'
    | 'backwardCount'
    | 'badSet'
    | 'loneBracket'
    | 'loneGroupEnd'
    | 'nothingToRepeat'
    | 'openClass'
    | 'openGroup'
    | 'specialGroup'
    | 'tooLong'
    | 'tooManySteps';
  readonly text: string;
};

/** Thrown within the parser and caught at its door. */
export class PatternSyntaxError extends Error {
  readonly refusal: PatternRefusal;

  constructor(refusal: PatternRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Ends parsing: the pattern has what is not supported. */
export const refuse = (code: PatternRefusal['code'], text = ''): never => {
  throw new PatternSyntaxError({ code, text });
};

/** Reads a pattern from left to right. */
export type Cursor = {
  readonly pattern: string;
  at: number;
};

/** The code unit at the cursor; undefined at the end. */
export const peek = ({ pattern, at }: Cursor): string | undefined =>
  pattern[at];

/** Goes on past `character` and tells whether it was there. */
export const skip = (cursor: Cursor, character: string): boolean => {
  const isThere = peek(cursor) === character;
  if (isThere) cursor.at++;
  return isThere;
};

/** What a sticky expression finds at the cursor; goes on past it. */
export const skipMatch = (
  cursor: Cursor,
  sticky: RegExp,
): RegExpExecArray | null => {
  sticky.lastIndex = cursor.at;
  const match = sticky.exec(cursor.pattern);
  if (match !== null) cursor.at = sticky.lastIndex;
  return match;
};
