import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { parseNumber } from './parse-number';

/** Planned weight by variant, as asked for. */
export type RequestedWeights = ReadonlyMap<string, number>;

const problem = (message: string): Problem => ({
  code: 'ETUDE_ANALYZE_WEIGHTS',
  path: '--weights',
  message,
});

/** The weights that `A=1,B=1` asks for; every problem at once. */
export const readRequestedWeights = (
  text: string,
): Result<RequestedWeights> => {
  const weights = new Map<string, number>();
  const problems: Problem[] = [];
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=');
    const variant = part.slice(0, Math.max(at, 0)).trim();
    const weight = parseNumber(part.slice(at + 1));
    if (variant === '' || weight === undefined || weight <= 0) {
      problems.push(
        problem(
          `'${part}' is not a weight. Write VARIANT=NUMBER with a number above 0, as in A=1,B=1.`,
        ),
      );
    } else if (weights.has(variant)) {
      problems.push(
        problem(`Variant '${variant}' has two weights. Give it one.`),
      );
    } else {
      weights.set(variant, weight);
    }
  }
  const [first, ...rest] = problems;
  return first === undefined ? ok(weights) : refused(first, ...rest);
};
