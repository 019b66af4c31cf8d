import type { Clock } from '@etude/kernel';
import { decide } from '@etude/lifecycle';
import type { Experiment } from '@etude/lifecycle';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { ExperimentWriter } from './experiment-writer';
import { checkReferences } from './plan-references';
import { accept, refusal } from './refusal';
import { experimentRuleOf } from './serving-change';
import type { ServingChanges } from './serving-change';

export type LaunchDependencies = {
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
  readonly metrics: MetricsClient;
  readonly flags: FlagsClient;
  readonly servingChanges: ServingChanges;
};

export type LaunchOptions = {
  readonly actor: string;
  /** Acts as the caller, who needs the right to change the flag. */
  readonly callerFlags: FlagsClient;
  readonly environments: readonly string[];
};

/** Launches drafts: the rule goes into the flag and the experiment live. */
export const createLaunchService = (deps: LaunchDependencies) => {
  const requireLaunchable = async (experiment: Experiment): Promise<void> => {
    const rehearsal = decide(
      experiment,
      { kind: 'launch', ruleId: 'rehearsed', segmentId: 'rehearsed' },
      deps.clock.now(),
    );
    const problems = [
      ...(rehearsal.ok ? [] : rehearsal.problems),
      ...(experiment.state === 'draft'
        ? await checkReferences(experiment.plan, deps)
        : []),
    ];
    if (problems.length > 0) throw refusal(problems);
  };

  const launchOnFlag = (
    experiment: Experiment,
    flagId: string,
    { actor, callerFlags, environments }: LaunchOptions,
  ): Promise<Experiment> =>
    deps.servingChanges.make({
      experiment,
      flagId,
      actor,
      changeFlag: async () => {
        const { ruleId, segmentId } = await callerFlags.putExperimentRule(
          flagId,
          experimentRuleOf(experiment, environments),
        );
        return accept(
          decide(
            experiment,
            { kind: 'launch', ruleId, segmentId },
            deps.clock.now(),
          ),
        );
      },
    });

  return {
    /** @throws every problem of the plan, before anything is changed. */
    async launch(
      experiment: Experiment,
      options: LaunchOptions,
    ): Promise<void> {
      await requireLaunchable(experiment);
      const { assignment } = experiment.plan;
      if (assignment.kind === 'flag') {
        await launchOnFlag(experiment, assignment.flagId, options);
        return;
      }
      const launched = accept(
        decide(experiment, { kind: 'launch' }, deps.clock.now()),
      );
      await deps.writer.replace(experiment, launched, {
        actor: options.actor,
      });
    },
  };
};

export type LaunchService = ReturnType<typeof createLaunchService>;
