import type { AnalysisInput } from './analysis-input';
import type { Visibility } from './analysis-result';
import { formatInstant } from './format-number';

/**
 * Whether effects may be shown now. A fixed-horizon design keeps its stated
 * error rates only when nobody acts on effects before the planned end.
 */
export const visibilityOf = (
  input: Pick<AnalysisInput, 'state' | 'plannedEndAt' | 'now'>,
): Visibility => {
  const { state, plannedEndAt, now } = input;
  if (state === 'ended') {
    return {
      effects: 'open',
      sentence: 'The experiment has ended: effects are shown as they are.',
    };
  }
  if (plannedEndAt === null) {
    return {
      effects: 'closed',
      sentence:
        'Effects stay closed until the experiment is ended: looking earlier would raise the chance of shipping by mistake. Health and progress are shown all the time.',
    };
  }
  return new Date(now).getTime() < new Date(plannedEndAt).getTime()
    ? {
        effects: 'closed',
        opensAt: plannedEndAt,
        sentence: `Effects open at the planned end, ${formatInstant(plannedEndAt)}: looking earlier would raise the chance of shipping by mistake. Health and progress are shown all the time.`,
      }
    : {
        effects: 'open',
        sentence: `The planned end of ${formatInstant(plannedEndAt)} is reached: effects are open.`,
      };
};
