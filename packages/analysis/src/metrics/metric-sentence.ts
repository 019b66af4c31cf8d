import {
  formatCount,
  formatDifference,
  formatLift,
  formatShare,
} from '../format-number';
import type { MetricResult } from '../analysis-result';

const intervalText = (
  [from, to]: readonly [number | null, number | null],
  options: {
    readonly name: string;
    readonly format: (value: number) => string;
  },
): string =>
  from === null || to === null
    ? ''
    : ` (${options.name} ${options.format(from)} to ${options.format(to)})`;

// Relative effects of a negative control mean point the other way.
const movedBy = (result: MetricResult, level: number): string => {
  const { lift, difference, control, sequence } = result;
  const name = `${formatShare(level)} interval${sequence === undefined ? '' : ' over all looks'}`;
  if (lift !== undefined && control !== undefined && control.mean > 0) {
    const interval = intervalText(lift.ci, { name, format: formatLift });
    return `${formatLift(lift.estimate)}${interval}`;
  }
  if (difference === undefined) return 'no estimate';
  const { estimate, ci } = difference;
  const interval = intervalText(ci, { name, format: formatDifference });
  return `${formatDifference(estimate)}${interval}`;
};

const successSentence = (result: MetricResult, moved: string): string => {
  const { name, outcome, mdeRelative, units, requiredUnits } = result;
  switch (outcome) {
    case 'better':
      return `${name} got better: ${moved}.`;
    case 'no-difference':
      return `${name} shows no improvement: ${moved}, with enough units to find a change of ${formatShare(mdeRelative ?? Number.NaN)}.`;
    case 'not-enough-data':
      return `${name} is undecided: ${moved}. To find a change of ${formatShare(mdeRelative ?? Number.NaN)} it needs ${formatCount(requiredUnits ?? Number.NaN)} units and has ${formatCount(units ?? 0)}.`;
    default:
      return `${name} is undecided: ${moved}. ${result.problem?.message ?? 'Without a minimum detectable effect nobody can say whether that is enough data.'}`;
  }
};

const guardrailSentence = (result: MetricResult, moved: string): string => {
  const { name, outcome, nimRelative, units, requiredUnits } = result;
  if (nimRelative === undefined) {
    return `${name} shows no sign of getting worse: ${moved}. Without a margin it cannot be shown to be safe.`;
  }
  const margin = formatShare(nimRelative);
  switch (outcome) {
    case 'not-worse':
      return `${name} stays within its margin of ${margin}: ${moved}.`;
    case 'not-enough-data':
      return `${name} is not shown to stay within its margin of ${margin}: ${moved}. It needs ${formatCount(requiredUnits ?? Number.NaN)} units and has ${formatCount(units ?? 0)}.`;
    default:
      return `${name} is not shown to stay within its margin of ${margin}, although there were enough units: ${moved}.`;
  }
};

/**
 * What an estimated metric says, in one sentence with its numbers: relative
 * effect and two-sided interval at `level`.
 */
export const metricSentence = (result: MetricResult, level: number): string => {
  const moved = movedBy(result, level);
  if (result.outcome === 'worse') return `${result.name} got worse: ${moved}.`;
  switch (result.role) {
    case 'success':
      return successSentence(result, moved);
    case 'guardrail':
      return guardrailSentence(result, moved);
    default:
      return `${result.name} shows no sign of getting worse: ${moved}.`;
  }
};
