import { assertNever, dayOf } from '@etude/kernel';
import type {
  Decision,
  EndReason,
  Experiment,
  ExperimentEvent,
} from '@etude/lifecycle';
import { experimentChanges } from '@etude/plugin-experiments-common';

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

const editedSentence = (before: Experiment, after: Experiment): string => {
  const changes = experimentChanges(before, after);
  // Such as the order of a list, or a default that is written out.
  return changes.length === 0
    ? 'Saved the plan in another form that means the same.'
    : changes.join(' ');
};

/** An experiment before and after an event; of a new one, both are the same. */
export type Versions = {
  readonly before: Experiment;
  readonly after: Experiment;
};

/**
 * The sentence that tells an event to people, without its actor and time.
 * Days are those of the plan's zone.
 */
export const activitySentence = (
  event: ExperimentEvent,
  { before, after }: Versions,
): string => {
  switch (event.kind) {
    case 'created':
      return `Created the draft '${event.name}' for ${event.owner}.`;
    case 'edited':
      return editedSentence(before, after);
    case 'launched':
      return `Launched the experiment; it is planned to run until ${dayOf(event.plannedEndAt, after.plan.timeZone)}.`;
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
