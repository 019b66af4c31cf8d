import type { Clock, Result } from '@etude/kernel';
import { createExperiment, decide } from '@etude/lifecycle';
import type {
  Experiment,
  ExperimentCommand,
  Transition,
} from '@etude/lifecycle';
import type { ImportExperiment } from '@etude/plugin-experiments-common';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { createAlertStore } from '../stores/alert-store';
import { createExperimentStore } from '../stores/experiment-store';
import { createRefreshStore } from '../stores/refresh-store';
import type { StoredSnapshot } from '../stores/snapshot-store';
import { computeResults } from './compute-results';
import type { ComputedResults } from './compute-results';
import { putResults } from './record-results';
import { followsRecommendation } from './decision-service';
import { idTaken } from './draft-service';
import { idFromName, withSuffix } from './experiment-id';
import type { ExperimentWriter } from './experiment-writer';
import { accept } from './refusal';

export type ImportDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
  readonly metrics: MetricsClient;
};

const then = (
  before: Transition,
  command: ExperimentCommand,
  at: Date,
): Transition => {
  const after = accept(decide(before.experiment, command, at));
  return {
    events: [...before.events, ...after.events],
    experiment: after.experiment,
  };
};

const ranElsewhere = (
  body: ImportExperiment,
  id: string,
  actor: string,
): Transition => {
  const { ruleId, segmentId = ruleId } = body;
  const launchedAt = new Date(body.launchedAt);
  const draft: Result<Transition> = createExperiment(
    {
      id,
      name: body.name,
      owner: body.owner,
      componentRef: body.componentRef,
      surface: body.surface,
      plan: body.plan,
      demo: body.demo,
      createdBy: actor,
    },
    launchedAt,
  );
  const live = then(
    accept(draft),
    {
      kind: 'launch',
      ...(ruleId === undefined ? {} : { ruleId }),
      ...(segmentId === undefined ? {} : { segmentId }),
    },
    launchedAt,
  );
  return then(
    live,
    { kind: 'end', reason: body.endReason },
    new Date(body.endedAt),
  );
};

const withOutcome = (
  ended: Transition,
  body: ImportExperiment,
  { analysis }: StoredSnapshot,
): Transition => {
  const endedAt = new Date(body.endedAt);
  const judged = analysis.verdict
    ? then(
        ended,
        { kind: 'record-verdict', verdict: analysis.verdict },
        endedAt,
      )
    : ended;
  if (!body.decision) return judged;
  const decision = {
    ...body.decision,
    followsRecommendation:
      body.decision.followsRecommendation ??
      followsRecommendation(body.decision, analysis),
  };
  return then(
    judged,
    { kind: 'decide', decision },
    new Date(decision.decidedAt),
  );
};

/**
 * Takes in experiments that ran earlier or elsewhere. Their data is computed
 * and judged like any other's; nothing is stored when that fails.
 */
export const createImportService = (deps: ImportDependencies) => {
  const freeId = async (body: ImportExperiment): Promise<string> => {
    const id = body.id ?? idFromName(body.name);
    const taken = await createExperimentStore(deps.db).find(id);
    if (!taken) return id;
    if (body.id !== undefined) throw idTaken(id);
    return withSuffix(id);
  };

  const storeResult = async (
    db: Knex,
    experiment: Experiment,
    results: ComputedResults,
  ): Promise<void> => {
    const { computedAt, runId } = results.snapshot;
    const refreshes = createRefreshStore(db);
    const lock = {
      token: 'import',
      runId,
      now: computedAt,
      until: computedAt,
    };
    await putResults(db, experiment, results);
    // Nobody has to be told of an end long past.
    await createAlertStore(db).raise(experiment.id, 'ended', computedAt);
    await refreshes.acquire(experiment.id, lock);
    await refreshes.release(experiment.id, lock.token, {
      succeededAt: computedAt,
    });
  };

  return {
    /** The id of the imported experiment. */
    async import(body: ImportExperiment, actor: string): Promise<string> {
      const id = await freeId(body);
      const ended = ranElsewhere(body, id, actor);
      const results = await computeResults(ended.experiment, {
        metrics: deps.metrics,
        now: deps.clock.now(),
        looksBefore: () => Promise.resolve([]),
      });
      const outcome = withOutcome(ended, body, results.snapshot);
      const isNew = await deps.writer.insert(outcome, {
        actor,
        alongside: transaction =>
          storeResult(transaction, outcome.experiment, results),
      });
      if (!isNew) throw idTaken(id);
      return id;
    },
  };
};

export type ImportService = ReturnType<typeof createImportService>;
