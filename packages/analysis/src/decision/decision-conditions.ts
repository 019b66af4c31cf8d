import type { DecisionRule } from '@etude/lifecycle';
import type {
  Condition,
  DeteriorationMonitor,
  HealthCheck,
  MetricResult,
} from '../analysis-result';
import { listNames } from '../format-number';
import { awaitedChecks } from '../health/health-checks';
import {
  guardrailCondition,
  namesOf,
  successCondition,
} from './metric-conditions';
import { treeConditions } from './tree-conditions';

const healthCondition = (health: readonly HealthCheck[]): Condition => {
  const failed = health.filter(({ state }) => state === 'fail');
  const open = awaitedChecks(health);
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
 * when it says ship. Health, what the rule asks of success metrics and
 * guardrails, and no metric that got worse.
 */
export const decisionConditions = (
  health: readonly HealthCheck[],
  results: readonly MetricResult[],
  rule?: DecisionRule,
): readonly Condition[] => {
  const guardrails = results.filter(({ role }) => role === 'guardrail');
  const asked =
    rule?.kind === 'tree'
      ? [
          ...treeConditions(rule.root, results),
          ...guardrails
            .filter(({ nimRelative }) => nimRelative === undefined)
            .map(guardrailCondition),
        ]
      : [...shippableCondition(results), ...guardrails.map(guardrailCondition)];
  return [healthCondition(health), ...asked, deteriorationCondition(results)];
};

const alarmCondition = (
  monitors: readonly DeteriorationMonitor[],
  results: readonly MetricResult[],
): Condition | undefined => {
  const rung = monitors.filter(({ state }) => state === 'alarm');
  const names = results.filter(({ metricId }) =>
    rung.some(monitor => monitor.metricId === metricId),
  );
  return rung.length === 0
    ? undefined
    : { holds: false, sentence: `${namesOf(names)} got worse.` };
};

/**
 * The same list while effects are closed: only health and the watch over
 * deterioration can be judged.
 */
export const closedConditions = (
  health: readonly HealthCheck[],
  results: readonly MetricResult[],
  options: {
    readonly monitors: readonly DeteriorationMonitor[];
    readonly rule?: DecisionRule | undefined;
  },
): readonly Condition[] => {
  const judgedLater = (what: string): Condition => ({
    holds: null,
    sentence: `${what} is judged when effects open.`,
  });
  const asked =
    options.rule?.kind === 'tree'
      ? [judgedLater('Whether the decision rule of the plan holds')]
      : [
          ...(results.some(({ role }) => role === 'success')
            ? [judgedLater('Whether a success metric got better')]
            : []),
          ...results
            .filter(({ role }) => role === 'guardrail')
            .map(({ name }) => judgedLater(`Whether ${name} is safe`)),
        ];
  return [
    healthCondition(health),
    ...asked,
    alarmCondition(options.monitors, results) ??
      (options.monitors.some(({ state }) => state === 'quiet')
        ? {
            holds: null,
            sentence:
              'No metric has got worse so far; that is watched at every look.',
          }
        : judgedLater('Whether a metric got worse')),
  ];
};
