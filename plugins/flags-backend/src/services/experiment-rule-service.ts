import type {
  ExperimentRulePlace,
  ExperimentRuleRequest,
} from '@etude/plugin-flags-common';
import { experimentRuleId, planExperimentRule } from '../rules/experiment-rule';
import type { ServiceDependencies } from './client-service';
import { notFound, refusal } from './refusals';
import { percent } from './save-flag';
import { flagOf, savePlanned } from './save-rule';

/** Use cases of the rules that experiments own. */
export type ExperimentRuleService = ReturnType<
  typeof createExperimentRuleService
>;

/** Use cases of experiment rules. */
export const createExperimentRuleService = ({
  writeState,
  clock,
}: Omit<ServiceDependencies, 'stores'>) => ({
  /** Serves an experiment, or raises its share; throws ETUDE_FLAGS_INVALID. */
  async put(
    flagId: string,
    request: ExperimentRuleRequest,
    by: string,
  ): Promise<ExperimentRulePlace> {
    return writeState(async tx => {
      const flag = await flagOf(tx, flagId);
      const segments = await tx.segments.list();
      const planned = planExperimentRule({ flag, segments }, request);
      if (!planned.ok) {
        throw refusal(
          `Experiment '${request.experimentId}' cannot be served by flag '${flagId}'`,
          planned.problems,
        );
      }
      const { rule, segment } = planned.value;
      const { isChanged } = await savePlanned(
        tx,
        { flag, planned: planned.value },
        {
          by,
          at: clock.now().toISOString(),
          change: 'experiment-rule-set',
          summary: `Experiment '${request.name}' serves ${percent.format(request.audience.proportion)} of its audience.`,
        },
      );
      const place = { ruleId: rule.id, segmentId: segment.id, enabled: true };
      return { value: place, isChanged };
    });
  },

  /**
   * Stops serving an experiment and frees its share of the population for
   * experiments it excluded; again changes nothing.
   */
  async disable(
    flagId: string,
    experimentId: string,
    by: string,
  ): Promise<ExperimentRulePlace> {
    return writeState(async tx => {
      const flag = await flagOf(tx, flagId);
      const id = experimentRuleId(experimentId);
      const rule = flag.rules.find(other => other.id === id);
      const segment = rule && (await tx.segments.get(rule.segment));
      if (!rule || !segment) throw notFound('experiment rule', experimentId);
      const disabled = { ...rule, enabled: false };
      const { isChanged } = await savePlanned(
        tx,
        {
          flag,
          planned: {
            rule: disabled,
            rules: flag.rules.map(other => (other === rule ? disabled : other)),
            // A rollout may have taken the experiment's units over.
            segment: flag.rules.some(
              other => other !== rule && other.segment === segment.id,
            )
              ? segment
              : { ...segment, state: 'archived' },
          },
        },
        {
          by,
          at: clock.now().toISOString(),
          change: 'experiment-rule-disabled',
          summary: `Experiment '${rule.name}' is served no more.`,
        },
      );
      const place = { ruleId: id, segmentId: segment.id, enabled: false };
      return { value: place, isChanged };
    });
  },
});
