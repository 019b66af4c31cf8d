/** What some work took. */
export type Cost = {
  /** How often it was done. */
  readonly count: number;
  readonly wallSeconds: number;
  /** Of all threads of the process that worked; null where unknown. */
  readonly cpuSeconds: number | null;
};

/** Rounds of which the median is reported. */
export const ROUNDS = 3;

const cpuSecondsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

/** What `work`, which tells how often it did its thing, costs this process. */
export const costOf = async (
  work: () => number | Promise<number>,
): Promise<Cost> => {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const count = await work();
  const wallSeconds = (performance.now() - startedAt) / 1000;
  return { count, wallSeconds, cpuSeconds: cpuSecondsSince(cpu) };
};

/** Seconds per piece of work; CPU seconds where they are known. */
export const secondsEach = ({ count, cpuSeconds, wallSeconds }: Cost): number =>
  (cpuSeconds ?? wallSeconds) / count;

/** The round in the middle when ordered by seconds per piece of work. */
export const medianRound = (rounds: readonly Cost[]): Cost => {
  const sorted = rounds.toSorted((a, b) => secondsEach(a) - secondsEach(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) {
    throw new RangeError('No round was measured. Measure at least one.');
  }
  return middle;
};

/** Counted in CPU time, so that a busy machine warms up as long. */
const WARM_UP_CPU_SECONDS = 0.5;
const ROUND_CPU_SECONDS = 0.5;
/** Ends what gets next to no processor. */
const MAX_WALL_MS = 3_000;

const repeatFor = (cpuSeconds: number, pass: () => number): number => {
  const cpu = process.cpuUsage();
  const end = performance.now() + MAX_WALL_MS;
  let count = 0;
  while (cpuSecondsSince(cpu) < cpuSeconds && performance.now() < end) {
    count += pass();
  }
  return count;
};

/**
 * The median costs of calling each of `passes` again and again in this
 * process, in turn, so that a busy minute hits all of them alike.
 */
export const loopCosts = async (
  passes: readonly (() => number)[],
): Promise<Cost[]> => {
  const rounds = passes.map((): Cost[] => []);
  for (const pass of passes) repeatFor(WARM_UP_CPU_SECONDS, pass);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, pass] of passes.entries()) {
      const cost = await costOf(() => repeatFor(ROUND_CPU_SECONDS, pass));
      rounds[index]?.push(cost);
    }
  }
  return rounds.map(medianRound);
};

/** The median cost of calling `pass` again and again in this process. */
export const loopCost = async (pass: () => number): Promise<Cost> => {
  const [cost] = await loopCosts([pass]);
  return cost ?? medianRound([]);
};
