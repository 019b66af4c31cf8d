import { seconds } from '../print';
import type { FinishedStage } from './run-stages';
import { sumResults } from './stage';

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(12) : cell.padStart(10)))
    .join('')
    .trimEnd();

const stageRow = ({ name, result, elapsedMs }: FinishedStage): string =>
  row([
    name,
    String(result.passed),
    String(result.failed),
    String(result.skips.length),
    seconds(elapsedMs),
  ]);

/** One skip for each reason, which stands at its end, and how many more. */
const byReason = (skips: readonly string[]): string[] => {
  const reasonOf = (skip: string) => skip.slice(skip.lastIndexOf(': ') + 1);
  return [...Map.groupBy(skips, reasonOf).values()].map(
    ([first, ...more]) =>
      `${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}`,
  );
};

/**
 * Lines for the end of a run: per stage what passed, failed and was skipped,
 * why it was skipped, the stages that failed, and the sum last.
 */
export const summaryOf = (finished: readonly FinishedStage[]): string[] => {
  const total = sumResults(finished.map(({ result }) => result));
  const failed = finished.filter(({ result }) => result.failed > 0);
  return [
    row(['stage', 'passed', 'failed', 'skipped', 'time']),
    ...finished.map(stageRow),
    ...finished.flatMap(({ name, result }) =>
      byReason(result.skips).map(skip => `SKIPPED in ${name}: ${skip}`),
    ),
    ...failed.map(({ name, result }) =>
      [
        `FAILED: ${name}`,
        ...result.notes.filter(note => /^(FAILED|\s*✗)/.test(note)),
      ].join('\n  '),
    ),
    '',
    `${total.passed} passed, ${total.failed} failed, ${total.skips.length} skipped`,
  ];
};
