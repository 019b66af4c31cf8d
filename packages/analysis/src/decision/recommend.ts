import type { AnalysisInput } from '../analysis-input';
import type {
  Condition,
  DeteriorationMonitor,
  HealthCheck,
  MetricResult,
  Recommendation,
  Visibility,
} from '../analysis-result';
import { isSequential } from '../designs/is-sequential';
import { closedConditions, decisionConditions } from './decision-conditions';
import { formatInstant, listNames } from '../format-number';
import { awaitedChecks } from '../health/health-checks';
import { missingUnitsPhrase, underpowered } from '../missing-units';

/** All that is known of one treatment variant. */
export type VariantEvidence = {
  readonly input: AnalysisInput;
  readonly variant: string;
  readonly visibility: Visibility;
  readonly health: readonly HealthCheck[];
  /** Results of this variant; when effects are closed they are not read. */
  readonly results: readonly MetricResult[];
  /** The watch over the metrics of this variant. */
  readonly monitors: readonly DeteriorationMonitor[];
};

const isBeforePlannedEnd = ({ plannedEndAt, now }: AnalysisInput): boolean =>
  plannedEndAt === null ||
  new Date(now).getTime() < new Date(plannedEndAt).getTime();

const outcomeNames = (
  results: readonly MetricResult[],
  outcome: MetricResult['outcome'],
): string =>
  listNames(
    results
      .filter(result => result.outcome === outcome)
      .map(({ name }) => name),
  );

// A powered null ends an experiment even when a guardrail is still short: it
// could not ship any more. Otherwise every metric that needs power has it. A
// tree is waited for while it is open; a sequential test without a target
// too, up to its planned end.
const isWaiting = (
  { input, results }: VariantEvidence,
  conditions: readonly Condition[],
): boolean => {
  const isOpen =
    conditions.every(({ holds }) => holds !== false) &&
    conditions.some(({ holds }) => holds === null);
  if (input.plan.decisionRule?.kind === 'tree') return isOpen;
  if (isSequential(input.plan.design) && isBeforePlannedEnd(input) && isOpen)
    return true;
  const success = results.filter(({ role }) => role === 'success');
  const isPoweredNull =
    success.length > 0 &&
    success.every(
      ({ outcome, powered }) => powered === true && outcome !== 'better',
    );
  return !isPoweredNull && underpowered(results).length > 0;
};

const actionOf = (
  evidence: VariantEvidence,
  conditions: readonly Condition[],
): Recommendation['action'] => {
  const { input, visibility, health, results, monitors } = evidence;
  const isOpen = visibility.effects === 'open';
  if (
    health.some(({ state }) => state === 'fail') ||
    monitors.some(({ state }) => state === 'alarm') ||
    (isOpen && results.some(({ outcome }) => outcome === 'worse'))
  ) {
    return 'abort';
  }
  if (isOpen && conditions.every(({ holds }) => holds === true)) return 'ship';
  if (input.state === 'ended') return 'end';
  const isUndecided =
    awaitedChecks(health).length > 0 || isWaiting(evidence, conditions);
  return !isOpen || isUndecided ? 'continue' : 'end';
};

const firstFailing = (conditions: readonly Condition[]): string =>
  (
    conditions.find(({ holds }) => holds === false) ??
    conditions.find(({ holds }) => holds === null)
  )?.sentence ?? '';

// Of the conditions only health (first) and deterioration (last) abort.
const abortReason = (conditions: readonly Condition[]): string =>
  [conditions.at(0), conditions.at(-1)]
    .filter(condition => condition?.holds === false)
    .map(condition => condition?.sentence)
    .join(' ');

const continueSentence = (evidence: VariantEvidence): string => {
  const { input, variant, visibility, results } = evidence;
  if (visibility.effects === 'closed') {
    const { kind } = input.plan.design;
    if (kind === 'fixed-power' || kind === 'fixed-width') {
      return `Keep ${variant} running until it is precise enough: nothing has failed.`;
    }
    return visibility.opensAt === undefined
      ? `Keep ${variant} running: nothing has failed, and effects open when the experiment is ended.`
      : `Keep ${variant} running until the planned end, ${formatInstant(visibility.opensAt, input.plan.timeZone)}: nothing has failed.`;
  }
  const [short] = underpowered(results);
  return short === undefined
    ? `Keep ${variant} running: it cannot be judged yet.`
    : `Keep ${variant} running: nothing can ship yet and nothing failed. ${missingUnitsPhrase(short, input.plan, input.traffic)} would power ${short.name}${isSequential(input.plan.design) ? '.' : '; judging again after them is a second look, which the stated error rate does not cover.'}`;
};

const sentenceOf = (
  evidence: VariantEvidence,
  action: Recommendation['action'],
  conditions: readonly Condition[],
): string => {
  const { input, variant, results } = evidence;
  const isOver = input.state === 'ended';
  switch (action) {
    case 'ship': {
      const better = outcomeNames(results, 'better');
      return better === ''
        ? `Ship ${variant}: every guardrail stays within its margin and nothing got worse.`
        : `Ship ${variant}: ${better} got better, every guardrail holds and nothing got worse.`;
    }
    case 'abort':
      return `${isOver ? 'Do not ship' : 'Abort'} ${variant}: ${abortReason(conditions)}`;
    case 'end':
      return isOver
        ? `Do not ship ${variant}: ${firstFailing(conditions)}`
        : `End ${variant}: ${firstFailing(conditions)} More units would not change that.`;
    default:
      return continueSentence(evidence);
  }
};

/**
 * What the decision rule says of one treatment variant, with each of its
 * conditions. For an ended experiment `end` and `abort` mean: do not ship.
 */
export const recommend = (evidence: VariantEvidence): Recommendation => {
  const { input, variant, visibility, health, results, monitors } = evidence;
  const rule = input.plan.decisionRule;
  const conditions =
    visibility.effects === 'open'
      ? decisionConditions(health, results, rule)
      : closedConditions(health, results, { monitors, rule });
  const action = actionOf(evidence, conditions);
  return {
    variant,
    action,
    sentence: sentenceOf(evidence, action, conditions),
    conditions,
  };
};
