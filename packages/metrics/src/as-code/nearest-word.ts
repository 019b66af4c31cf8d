/** Insertions, deletions and replacements between two words, case ignored. */
const distance = (left: string, right: string): number => {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that takes the fewest changes; undefined without any. */
export const nearestWord = (
  word: string,
  known: readonly string[],
): string | undefined =>
  known.toSorted((a, b) => distance(word, a) - distance(word, b))[0];
