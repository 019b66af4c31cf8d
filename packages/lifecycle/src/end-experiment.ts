import type { Result } from '@etude/kernel';
import { refused } from '@etude/kernel';
import type { EndReason, Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';

/**
 * True while ending the experiment would cut its planned time short. Never for
 * a table of assignments: all its units are there from the start.
 */
export const isBeforePlannedEnd = (
  experiment: Pick<Experiment, 'plan' | 'plannedEndAt'>,
  now: Date,
): boolean =>
  experiment.plan.assignment.kind === 'flag' &&
  experiment.plannedEndAt !== undefined &&
  now.getTime() < new Date(experiment.plannedEndAt).getTime();

/**
 * Ends a live experiment. The reason must be true to the clock, because the
 * verdict tells an early stop from a planned end by it.
 */
export const endExperiment = (
  experiment: Experiment,
  reason: EndReason,
  now: Date,
): Result<Transition> => {
  const plannedEndAt = experiment.plannedEndAt;
  const isEarly = isBeforePlannedEnd(experiment, now);
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
        `'${experiment.id}' has reached its planned end${plannedEndAt === undefined ? '' : ` of ${plannedEndAt}`}: it is not stopped early. Use 'planned-end'.`,
      ),
    );
  }
  const endedAt = now.toISOString();
  return accepted(
    { ...experiment, state: 'ended', endedAt, endReason: reason },
    { kind: 'ended', experimentId: experiment.id, at: endedAt, reason },
  );
};
