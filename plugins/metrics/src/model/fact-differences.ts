/** One property of a definition: its name and its value in words. */
export type Fact = {
  readonly label: string;
  readonly value: string;
  /** A text of many lines, of which only those that differ are worth showing. */
  readonly isText?: boolean;
};

/** A property of which two versions of a definition differ. */
export type FactDifference = {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** Both are texts of many lines: see {@link Fact}. */
  readonly isText?: boolean;
};

const NONE = 'none';

/** Where two versions differ; both name the same properties in one order. */
export const factDifferences = (
  before: readonly Fact[],
  after: readonly Fact[],
): readonly FactDifference[] =>
  after.flatMap(({ label, value, isText = false }, index) => {
    const was = before[index]?.value ?? NONE;
    if (was === value) return [];
    const areTexts = isText && was !== NONE && value !== NONE;
    const difference = { label, before: was, after: value };
    return [areTexts ? { ...difference, isText: true } : difference];
  });
