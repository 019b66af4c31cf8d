/** One property of a definition: its name and its value in words. */
export type Fact = { readonly label: string; readonly value: string };

/** A property of which two versions of a definition differ. */
export type FactDifference = {
  readonly label: string;
  readonly before: string;
  readonly after: string;
};

const NONE = 'none';

/** Where two versions differ; both name the same properties in one order. */
export const factDifferences = (
  before: readonly Fact[],
  after: readonly Fact[],
): readonly FactDifference[] =>
  after.flatMap(({ label, value }, index) => {
    const was = before[index]?.value ?? NONE;
    return was === value ? [] : [{ label, before: was, after: value }];
  });
