import type { Problem, Result } from '@etude/kernel';
import { refused } from '@etude/kernel';
import type { EndReason, Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';

/**
 * True while ending the experiment would cut its planned time short. Never for
 * a table of assignments: all its units are there from the start.
 *
 * A design that ends by its own rule is not cut short from `stopReachedAt` on,
 * the instant at which its analysis found that rule met. A fixed horizon has
 * no such rule.
 */
export const isBeforePlannedEnd = (
  experiment: Pick<Experiment, 'plan' | 'plannedEndAt'>,
  now: Date,
  stopReachedAt?: string,
): boolean => {
  const { plan, plannedEndAt } = experiment;
  const hasStopped =
    plan.design.kind !== 'fixed-horizon' &&
    stopReachedAt !== undefined &&
    new Date(stopReachedAt).getTime() <= now.getTime();
  return (
    plan.assignment.kind === 'flag' &&
    plannedEndAt !== undefined &&
    now.getTime() < new Date(plannedEndAt).getTime() &&
    !hasStopped
  );
};

/** Why an experiment ends, and since when its own rule allows it. */
export type Ending = {
  readonly reason: EndReason;
  readonly stopReachedAt?: string | undefined;
};

const stopProblems = (
  { id, launchedAt }: Experiment,
  stopReachedAt: string | undefined,
  now: Date,
): readonly Problem[] => {
  if (stopReachedAt === undefined) return [];
  const at = new Date(stopReachedAt).getTime();
  const isWithin =
    at <= now.getTime() &&
    (launchedAt === undefined || at >= new Date(launchedAt).getTime());
  return isWithin
    ? []
    : [
        commandProblem(
          'INVALID_STOP',
          'stopReachedAt',
          `The stopping rule of '${id}' is said to be met at ${stopReachedAt}, which is not between its launch and now. Take the instant from its latest analysis, or leave it out.`,
        ),
      ];
};

/**
 * Ends a live experiment. The reason must be true to the clock, because the
 * verdict tells an early stop from a planned end by it; an end by the design's
 * own rule is a planned one.
 */
export const endExperiment = (
  experiment: Experiment,
  { reason, stopReachedAt }: Ending,
  now: Date,
): Result<Transition> => {
  const problems = stopProblems(experiment, stopReachedAt, now);
  if (problems.length > 0) return { ok: false, problems };
  const { plannedEndAt } = experiment;
  const isEarly = isBeforePlannedEnd(experiment, now, stopReachedAt);
  if (reason === 'planned-end' && isEarly) {
    return refused(
      commandProblem(
        'NOT_AT_PLANNED_END',
        'reason',
        `'${experiment.id}' is planned to run until ${plannedEndAt}: ending it now is an early stop. Use 'stopped-early', or wait.`,
      ),
    );
  }
  if (reason === 'stopped-early' && !isEarly) {
    return refused(
      commandProblem(
        'PAST_PLANNED_END',
        'reason',
        stopReachedAt === undefined
          ? `'${experiment.id}' has reached its planned end${plannedEndAt === undefined ? '' : ` of ${plannedEndAt}`}: it is not stopped early. Use 'planned-end'.`
          : `'${experiment.id}' has met its stopping rule at ${stopReachedAt}: it is not stopped early. Use 'planned-end'.`,
      ),
    );
  }
  const endedAt = now.toISOString();
  return accepted(
    { ...experiment, state: 'ended', endedAt, endReason: reason },
    { kind: 'ended', experimentId: experiment.id, at: endedAt, reason },
  );
};
