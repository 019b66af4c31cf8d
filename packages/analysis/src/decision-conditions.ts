import type { Condition, HealthCheck, MetricResult } from './analysis-result';
import { formatShare, listNames } from './format-number';

const namesOf = (results: readonly MetricResult[]): string =>
  listNames(results.map(({ name }) => name));

const healthCondition = (health: readonly HealthCheck[]): Condition => {
  const failed = health.filter(({ state }) => state === 'fail');
  const open = health.filter(({ state }) => state === 'unknown');
  const titles = (checks: readonly HealthCheck[]) =>
    listNames(checks.map(({ title }) => title));
  if (failed.length > 0) {
    return {
      holds: false,
      sentence: `A health check failed: ${titles(failed)}.`,
    };
  }
  return open.length > 0
    ? {
        holds: null,
        sentence: `Health cannot be fully judged yet: ${titles(open)}.`,
      }
    : { holds: true, sentence: 'No health check failed.' };
};

const successCondition = (success: readonly MetricResult[]): Condition => {
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

const isShownSafe = ({ bound }: MetricResult): boolean =>
  bound?.some(
    ({ kind, significant }) => kind === 'non-inferiority' && significant,
  ) ?? false;

const guardrailCondition = (guardrail: MetricResult): Condition => {
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

const deteriorationCondition = (
  results: readonly MetricResult[],
): Condition => {
  const worse = results.filter(({ outcome }) => outcome === 'worse');
  if (worse.length > 0) {
    return { holds: false, sentence: `${namesOf(worse)} got worse.` };
  }
  const blind = results.filter(({ status }) => status !== 'estimated');
  return {
    holds: blind.length === results.length ? null : true,
    sentence:
      blind.length === 0
        ? 'No metric got worse.'
        : `No metric that could be computed got worse; ${namesOf(blind)} could not.`,
  };
};

const shippableCondition = (
  results: readonly MetricResult[],
): readonly Condition[] => {
  const success = results.filter(({ role }) => role === 'success');
  if (success.length > 0) return [successCondition(success)];
  return results.some(
    ({ role, nimRelative }) =>
      role === 'guardrail' && nimRelative !== undefined,
  )
    ? []
    : [
        {
          holds: false,
          sentence:
            'The plan has no success metric and no guardrail with a margin: nothing can show that shipping is right.',
        },
      ];
};

/**
 * The parts of the decision rule for one treatment variant: all hold exactly
 * when it says ship. Health, one better success metric, each guardrail, and
 * no metric that got worse.
 */
export const decisionConditions = (
  health: readonly HealthCheck[],
  results: readonly MetricResult[],
): readonly Condition[] => [
  healthCondition(health),
  ...shippableCondition(results),
  ...results.filter(({ role }) => role === 'guardrail').map(guardrailCondition),
  deteriorationCondition(results),
];

/** The same list while effects are closed: only health can be judged. */
export const closedConditions = (
  health: readonly HealthCheck[],
  results: readonly MetricResult[],
): readonly Condition[] => {
  const judgedLater = (what: string): Condition => ({
    holds: null,
    sentence: `${what} is judged when effects open.`,
  });
  return [
    healthCondition(health),
    ...(results.some(({ role }) => role === 'success')
      ? [judgedLater('Whether a success metric got better')]
      : []),
    ...results
      .filter(({ role }) => role === 'guardrail')
      .map(({ name }) => judgedLater(`Whether ${name} is safe`)),
    judgedLater('Whether a metric got worse'),
  ];
};
