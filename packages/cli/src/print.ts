/** One line on standard output, for people. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Seconds with one decimal: `12.3 s`. */
export const seconds = (elapsedMs: number): string =>
  `${(elapsedMs / 1000).toFixed(1)} s`;
