import type { Result } from '@etude/kernel';
import { refused } from '@etude/kernel';
import type { EndReason, Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';

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
  const isEarly =
    plannedEndAt !== undefined &&
    now.getTime() < new Date(plannedEndAt).getTime();
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
