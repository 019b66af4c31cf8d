import type { Clock } from '@etude/kernel';
import { decide } from '@etude/lifecycle';
import type { Decision, Experiment } from '@etude/lifecycle';
import type {
  DecideExperiment,
  SentAnalysis,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import { createSnapshotStore } from '../stores/snapshot-store';
import type { EndService } from './end-service';
import type { ExperimentWriter } from './experiment-writer';
import { accept, experimentNotFound } from './refusal';

/**
 * True when a decision does what the analysis recommends: it ships a variant
 * recommended to ship, or ships nothing when none is. Without an analysis
 * there is no recommendation to follow.
 */
export const followsRecommendation = (
  decision: Pick<Decision, 'action' | 'variant'>,
  analysis: SentAnalysis | undefined,
): boolean => {
  if (!analysis) return false;
  const toShip = analysis.recommendations
    .filter(({ action }) => action === 'ship')
    .map(({ variant }) => variant);
  return decision.action === 'ship'
    ? toShip.some(variant => variant === decision.variant)
    : toShip.length === 0;
};

export type DecisionDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
  readonly ends: EndService;
};

/** Records what people decided, after ending a live experiment if asked to. */
export const createDecisionService = (deps: DecisionDependencies) => {
  const decisionOf = async (
    experiment: Experiment,
    body: DecideExperiment,
    actor: string,
  ): Promise<Decision> => {
    const snapshot = await createSnapshotStore(deps.db).find(experiment.id);
    return {
      action: body.action,
      ...(body.variant === undefined ? {} : { variant: body.variant }),
      rationale: body.rationale,
      decidedBy: actor,
      decidedAt: deps.clock.now().toISOString(),
      followsRecommendation: followsRecommendation(body, snapshot?.analysis),
    };
  };

  const endFirst = async (
    experiment: Experiment,
    body: DecideExperiment,
    actor: string,
  ): Promise<Experiment> => {
    const { experiment: ended } = await deps.ends.rehearse(experiment);
    const rehearsed = await decisionOf(ended, body, actor);
    accept(
      decide(ended, { kind: 'decide', decision: rehearsed }, deps.clock.now()),
    );
    await deps.ends.end(experiment, { actor });
    const stored = await createExperimentStore(deps.db).find(experiment.id);
    if (!stored) throw experimentNotFound(experiment.id);
    return stored;
  };

  return {
    /** @throws every reason for refusing, before anything is changed. */
    async decide(
      experiment: Experiment,
      body: DecideExperiment,
      actor: string,
    ): Promise<void> {
      const isToEnd = experiment.state === 'live' && body.end === true;
      const ended = isToEnd
        ? await endFirst(experiment, body, actor)
        : experiment;
      const decision = await decisionOf(ended, body, actor);
      const decided = accept(
        decide(ended, { kind: 'decide', decision }, deps.clock.now()),
      );
      await deps.writer.replace(ended, decided, { actor });
    },
  };
};

export type DecisionService = ReturnType<typeof createDecisionService>;
