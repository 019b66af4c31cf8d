/**
 * The ids from `start` back to it along `nextOf`, in order, or undefined when
 * no way leads back. Visits each id once, so other cycles do not matter.
 */
export const cycleThrough = (
  start: string,
  nextOf: (id: string) => readonly string[],
): string[] | undefined => {
  const visited = new Set<string>();
  const walk = (path: readonly string[]): string[] | undefined => {
    for (const next of nextOf(path.at(-1) ?? start)) {
      if (next === start) return [...path, next];
      if (visited.has(next)) continue;
      visited.add(next);
      const cycle = walk([...path, next]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  return walk([start]);
};
