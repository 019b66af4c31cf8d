import type { Condition, MetricResult } from '../analysis-result';
import { formatShare, listNames } from '../format-number';

/** The names of metrics as a person lists them. */
export const namesOf = (results: readonly MetricResult[]): string =>
  listNames(results.map(({ name }) => name));

/** Whether at least one of these success metrics got better. */
export const successCondition = (
  success: readonly MetricResult[],
): Condition => {
  const better = success.filter(({ outcome }) => outcome === 'better');
  if (better.length > 0) {
    return { holds: true, sentence: `${namesOf(better)} got better.` };
  }
  const undecided = success.filter(
    ({ status, outcome, powered }) =>
      status !== 'estimated' || (outcome !== 'worse' && powered !== true),
  );
  if (undecided.length === 0) {
    return {
      holds: false,
      sentence: `No success metric got better: ${namesOf(success)}.`,
    };
  }
  return {
    holds: null,
    sentence: `No success metric got better, but ${namesOf(undecided)} ${undecided.length === 1 ? 'is' : 'are'} undecided.`,
  };
};

/** True when a guardrail is shown to stay within its margin. */
export const isShownSafe = ({ bound }: MetricResult): boolean =>
  bound?.some(
    ({ kind, significant }) => kind === 'non-inferiority' && significant,
  ) ?? false;

/** Whether a guardrail does what is asked of it. */
export const guardrailCondition = (guardrail: MetricResult): Condition => {
  const { name, nimRelative, status, outcome, powered, sentence } = guardrail;
  if (status !== 'estimated') return { holds: null, sentence };
  if (outcome === 'worse') {
    return { holds: false, sentence: `${name} got worse.` };
  }
  if (nimRelative === undefined) {
    return {
      holds: true,
      sentence: `${name} shows no sign of getting worse; without a margin that is all that is asked of it.`,
    };
  }
  const margin = formatShare(nimRelative);
  if (isShownSafe(guardrail)) {
    return {
      holds: true,
      sentence: `${name} stays within its margin of ${margin}.`,
    };
  }
  return powered === true
    ? {
        holds: false,
        sentence: `${name} is not shown to stay within its margin of ${margin}, although there were enough units.`,
      }
    : {
        holds: null,
        sentence: `${name} is not shown to stay within its margin of ${margin}: too few units.`,
      };
};
