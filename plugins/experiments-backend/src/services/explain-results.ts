import { explainResult } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import type { ResultsExplanation } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import { createLookStore } from '../stores/look-store';
import { createSnapshotStore } from '../stores/snapshot-store';
import { experimentNotFound } from './refusal';

const notComputed = (id: string): EtudeError =>
  new EtudeError(
    `'${id}' has no results yet, so there is nothing to explain. Refresh the results first.`,
    { code: 'ETUDE_EXPERIMENT_RESULTS_NOT_FOUND', kind: 'user' },
  );

/**
 * Explains the latest results of an experiment, from what they were computed
 * from: nothing is asked of the warehouse, and what effects hide stays hidden.
 *
 * @throws ETUDE_EXPERIMENT_NOT_FOUND; ETUDE_EXPERIMENT_RESULTS_NOT_FOUND
 * before the first refresh; ETUDE_EXPERIMENT_EXPLANATION_CONFLICT for results
 * that an older version stored.
 */
export const createResultsExplainer =
  ({ db }: { readonly db: Knex }) =>
  async (id: string): Promise<ResultsExplanation> => {
    const experiment = await createExperimentStore(db).find(id);
    if (!experiment) throw experimentNotFound(id);
    const snapshot = await createSnapshotStore(db).findWithBasis(id);
    if (!snapshot) throw notComputed(id);
    const { basis, moments, traffic } = snapshot;
    const pastLooks = await createLookStore(db).recordsBefore(id, basis.now);
    return {
      figures: explainResult({ ...basis, moments, traffic, pastLooks }),
    };
  };
