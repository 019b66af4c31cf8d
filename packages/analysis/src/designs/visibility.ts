import type { AnalysisInput } from '../analysis-input';
import type { Visibility } from '../analysis-result';
import { isSequential } from './is-sequential';
import { formatInstant, formatShare } from '../format-number';

type VisibilityInput = Pick<
  AnalysisInput,
  'state' | 'plannedEndAt' | 'now' | 'plan' | 'pastLooks'
> & {
  /** When a rule on precision was met. */
  readonly stopReachedAt?: string | undefined;
};

const HEALTH_IS_OPEN = 'Health and progress are shown all the time.';

const fixedHorizon = ({ plannedEndAt, plan }: VisibilityInput): Visibility =>
  plannedEndAt === null
    ? {
        effects: 'closed',
        sentence: `Effects stay closed until the experiment is ended: looking earlier would raise the chance of shipping by mistake. ${HEALTH_IS_OPEN}`,
      }
    : {
        effects: 'closed',
        opensAt: plannedEndAt,
        sentence: `Effects open at the planned end, ${formatInstant(plannedEndAt, plan.timeZone)}: looking earlier would raise the chance of shipping by mistake. ${HEALTH_IS_OPEN}`,
      };

const precisionRule = ({ plan }: VisibilityInput): string =>
  plan.design.kind === 'fixed-width'
    ? `every interval is at most ${formatShare(plan.design.widthRelative)} of the control mean wide`
    : 'every metric that decides has its power';

const untilPrecise = (input: VisibilityInput): Visibility => {
  const { plannedEndAt, plan } = input;
  const latest =
    plannedEndAt === null
      ? ''
      : `, at the latest at the planned end, ${formatInstant(plannedEndAt, plan.timeZone)}`;
  return {
    effects: 'closed',
    sentence: `Effects open after the first complete day on which ${precisionRule(input)}${latest}: stopping for an effect would raise the chance of shipping by mistake. ${HEALTH_IS_OPEN}`,
  };
};

const sequential = ({ plan, pastLooks = [] }: VisibilityInput): Visibility => ({
  effects: 'open',
  sentence:
    plan.design.kind === 'always-valid'
      ? 'Effects are open at any time: intervals and tests hold however often one looks.'
      : `Effects are open: intervals and tests allow for this and all other looks. This is look ${pastLooks.length + 1}; ${plan.design.kind === 'group-sequential' ? plan.design.plannedLooks : 1} are planned.`,
});

/**
 * Whether effects may be shown now, by what the design promises: a fixed
 * horizon at its planned end, a rule on precision once it is met, a
 * sequential design at every look. An ended experiment is always open.
 */
export const visibilityOf = (input: VisibilityInput): Visibility => {
  const { state, plannedEndAt, now, plan, stopReachedAt } = input;
  const { kind } = plan.design;
  if (state === 'ended') {
    return {
      effects: 'open',
      sentence: 'The experiment has ended: effects are shown as they are.',
    };
  }
  if (isSequential(plan.design)) {
    return sequential(input);
  }
  if (
    plannedEndAt !== null &&
    new Date(now).getTime() >= new Date(plannedEndAt).getTime()
  ) {
    return {
      effects: 'open',
      sentence: `The planned end of ${formatInstant(plannedEndAt, plan.timeZone)} is reached: effects are open.`,
    };
  }
  if (kind === 'fixed-horizon') return fixedHorizon(input);
  return stopReachedAt === undefined
    ? untilPrecise(input)
    : {
        effects: 'open',
        sentence: `Since ${formatInstant(stopReachedAt, plan.timeZone)} ${precisionRule(input)}: effects are open.`,
      };
};
