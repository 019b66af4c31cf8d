import { assertNever, dayOf } from '@etude/kernel';
import type {
  Decision,
  EndReason,
  ExperimentEvent,
  ExperimentPlan,
} from '@etude/lifecycle';

const ENDED: Readonly<Record<EndReason, string>> = {
  'planned-end': 'Ended the experiment as planned.',
  'stopped-early': 'Stopped the experiment before its planned end.',
  restart: 'Ended the experiment in order to restart it.',
  abort: 'Aborted the experiment.',
};

const decisionSentence = (decision: Decision): string => {
  const what =
    decision.action === 'ship'
      ? `Decided to ship '${decision.variant}'`
      : 'Decided not to ship';
  const how = decision.followsRecommendation
    ? 'as recommended'
    : 'which departs from the recommendation or had none';
  return `${what}, ${how}: ${decision.rationale}`;
};

/**
 * The sentence that tells an event to people, without its actor and time.
 * Days are those of the plan's zone.
 */
export const activitySentence = (
  event: ExperimentEvent,
  { timeZone }: Pick<ExperimentPlan, 'timeZone'>,
): string => {
  switch (event.kind) {
    case 'created':
      return `Created the draft '${event.name}' for ${event.owner}.`;
    case 'edited':
      return `Changed ${Object.keys(event.changes).join(', ')}.`;
    case 'launched':
      return `Launched the experiment; it is planned to run until ${dayOf(event.plannedEndAt, timeZone)}.`;
    case 'ended':
      return ENDED[event.reason];
    case 'decided':
      return decisionSentence(event.decision);
    case 'verdict-recorded':
      return `Verdict, ${event.verdict.class}: ${event.verdict.sentence}`;
    case 'discarded':
      return 'Discarded the draft.';
    default:
      return assertNever(event);
  }
};
