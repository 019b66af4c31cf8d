/** A line of a file that names a flag. */
export type CodeReference = {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly snippet: string;
};

const WORD = /[A-Za-z0-9_-]+/g;
const SNIPPET_LENGTH = 200;

/**
 * Where a text names one of `flags` as a whole word, one reference per flag
 * and line. Words consist of letters, digits, `_` and `-`, so `checkout` is
 * found in `flags/checkout.color` and not in `checkout-button`.
 */
export const findReferences = (
  file: { readonly path: string; readonly text: string },
  flags: ReadonlySet<string>,
): Map<string, CodeReference[]> => {
  const found = new Map<string, CodeReference[]>();
  file.text.split('\n').forEach((content, index) => {
    const named = new Set(
      (content.match(WORD) ?? []).filter(word => flags.has(word)),
    );
    for (const flag of named) {
      const references = found.get(flag) ?? [];
      references.push({
        path: file.path,
        line: index + 1,
        snippet: content.trim().slice(0, SNIPPET_LENGTH),
      });
      found.set(flag, references);
    }
  });
  return found;
};
