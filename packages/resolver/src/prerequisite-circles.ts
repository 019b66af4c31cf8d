import type { StateFlag } from '@etude/flags';

/** A flag on the way of the search. */
type Visit = {
  readonly name: string;
  readonly number: number;
  /** Lowest number of a flag still open that can be reached from here. */
  lowest: number;
  /** Index of the prerequisite to follow next. */
  next: number;
};

/**
 * Tells whether two flags have each other as prerequisite, directly or not; a
 * flag is in a circle with itself. Such a prerequisite never holds: the answer
 * must not depend on which flag of the circle is asked for first.
 *
 * Strongly connected components in one pass (R. Tarjan, SIAM J. Comput. 1(2),
 * 1972), without recursion as chains may be long.
 */
export const prerequisiteCircles = (
  flags: readonly StateFlag[],
): ((one: string, other: string) => boolean) => {
  const prerequisites = new Map<string, readonly string[]>();
  for (const { name, prerequisites: needed = [] } of flags) {
    if (needed.length > 0) {
      prerequisites.set(
        name,
        needed.map(({ flag }) => flag),
      );
    }
  }
  /** Number of its first member, of each flag whose circle is complete. */
  const circles = new Map<string, number>();
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];

  const enter = (name: string, path: Visit[]): void => {
    const number = visits.size;
    const visit = { name, number, lowest: number, next: 0 };
    visits.set(name, visit);
    open.push(visit);
    path.push(visit);
  };

  const leave = (visit: Visit): void => {
    if (visit.lowest !== visit.number) return;
    for (;;) {
      const member = open.pop();
      if (member === undefined) return;
      circles.set(member.name, visit.number);
      if (member === visit) return;
    }
  };

  const search = (start: string): void => {
    const path: Visit[] = [];
    enter(start, path);
    for (;;) {
      const visit = path.at(-1);
      if (visit === undefined) return;
      const name = prerequisites.get(visit.name)?.[visit.next++];
      if (name === undefined) {
        leave(visit);
        path.pop();
        const parent = path.at(-1);
        if (parent) parent.lowest = Math.min(parent.lowest, visit.lowest);
        continue;
      }
      const seen = visits.get(name);
      if (seen === undefined) enter(name, path);
      else if (!circles.has(name)) {
        visit.lowest = Math.min(visit.lowest, seen.number);
      }
    }
  };

  for (const name of prerequisites.keys()) {
    if (!visits.has(name)) search(name);
  }
  return (one, other) =>
    one === other ||
    (circles.has(one) && circles.get(one) === circles.get(other));
};
