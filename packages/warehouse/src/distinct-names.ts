/**
 * The names of a result's columns with repeated ones told apart: the second
 * `a` is `a:1`. A row is a record, so that it would lose one of them otherwise.
 */
export const distinctNames = (names: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return names.map(name => {
    const repeats = seen.get(name) ?? 0;
    seen.set(name, repeats + 1);
    return repeats === 0 ? name : `${name}:${repeats}`;
  });
};
