import type { Problem, Result } from '@etude/kernel';
import { assertNever, refused } from '@etude/kernel';
import { editExperiment } from './edit-experiment';
import { endExperiment } from './end-experiment';
import type { Experiment, ExperimentState } from './experiment';
import type { ExperimentCommand } from './experiment-command';
import { launchExperiment } from './launch-experiment';
import { recordDecision } from './record-decision';
import type { Transition } from './transition';
import { accepted } from './transition';

type CommandRule = {
  readonly states: readonly ExperimentState[];
  readonly verb: string;
  readonly why: string;
};

const RULES: Readonly<Record<ExperimentCommand['kind'], CommandRule>> = {
  edit: {
    states: ['draft', 'live', 'ended', 'decided'],
    verb: 'edited',
    why: 'A discarded experiment is closed. Create a new one.',
  },
  launch: {
    states: ['draft'],
    verb: 'launched',
    why: 'Only a draft can be. To run it again, copy it into a new draft.',
  },
  end: {
    states: ['live'],
    verb: 'ended',
    why: 'Only a live experiment can be.',
  },
  decide: {
    states: ['ended'],
    verb: 'decided',
    why: 'A decision is made once, after the end. End the experiment first if it is live.',
  },
  'record-verdict': {
    states: ['ended', 'decided'],
    verb: 'given a verdict',
    why: 'A verdict is about an experiment that has ended.',
  },
  discard: {
    states: ['draft'],
    verb: 'discarded',
    why: 'What has been launched is kept, because its outcome counts in the learning rate. End it instead.',
  },
};

const wrongState = (
  experiment: Experiment,
  kind: ExperimentCommand['kind'],
): Problem => {
  const { states, verb, why } = RULES[kind];
  return {
    code: 'ETUDE_EXPERIMENT_WRONG_STATE',
    path: 'state',
    message: `'${experiment.id}' is ${experiment.state} and cannot be ${verb}. ${why}`,
    details: { state: experiment.state, command: kind, allowed: states },
  };
};

/** True when the state of an experiment permits a command of this kind. */
export const canCommand = (
  state: ExperimentState,
  kind: ExperimentCommand['kind'],
): boolean => RULES[kind].states.includes(state);

/**
 * What a command makes of an experiment: the events and the experiment after
 * them, or every reason for refusing. Never changes its input; `now` is the
 * moment at which the command counts.
 */
export const decide = (
  experiment: Experiment,
  command: ExperimentCommand,
  now: Date,
): Result<Transition> => {
  if (!canCommand(experiment.state, command.kind)) {
    return refused(wrongState(experiment, command.kind));
  }
  const stamp = { experimentId: experiment.id, at: now.toISOString() };
  switch (command.kind) {
    case 'edit':
      return editExperiment(experiment, command, now);
    case 'launch':
      return launchExperiment(experiment, command, now);
    case 'end':
      return endExperiment(experiment, command, now);
    case 'decide':
      return recordDecision(experiment, command.decision, now);
    case 'record-verdict': {
      const { verdict } = command;
      return accepted(
        { ...experiment, verdict },
        { kind: 'verdict-recorded', ...stamp, verdict },
      );
    }
    case 'discard':
      return accepted(
        { ...experiment, state: 'discarded' },
        { kind: 'discarded', ...stamp },
      );
    default:
      return assertNever(command);
  }
};
