import { ApiClient, pathOf } from '@etude/api-common';
import type { ApiClientDependencies, ApiRequest } from '@etude/api-common';
import { activityListSchema } from './activity';
import type { ActivityList } from './activity';
import { experimentDetailSchema } from './experiment-detail';
import type { ExperimentDetail } from './experiment-detail';
import { experimentListSchema } from './experiment-list';
import type { ExperimentList, ExperimentQuery } from './experiment-list';
import type {
  DecideExperiment,
  EditExperiment,
  EndExperiment,
  ImportExperiment,
  LaunchExperiment,
  NewExperiment,
} from './experiment-requests';
import {
  experimentResultsSchema,
  lookListSchema,
  refreshStatusSchema,
} from './experiment-results';
import type {
  ExperimentResults,
  LookSummary,
  RefreshStatus,
} from './experiment-results';
import { resultsExplanationSchema } from './explanation';
import type { ResultsExplanation } from './explanation';
import { learningAnswerSchema } from './learning';
import type { LearningAnswer, LearningQuery } from './learning';
import { metricUseListSchema } from './metric-uses';
import type { MetricUse } from './metric-uses';
import { planCostSchema, sampleSizeAnswerSchema } from './sample-size';
import type {
  PlanCost,
  SampleSizeAnswer,
  SampleSizeRequest,
} from './sample-size';

type CallOptions = { readonly signal?: AbortSignal };

/**
 * The experiments API, typed, for screens, other backends and the command
 * line.
 *
 * Every method throws EtudeError with the server's code and problems when the
 * API refuses or fails.
 */
export class ExperimentsClient {
  readonly #api: ApiClient;

  constructor(dependencies: ApiClientDependencies) {
    this.#api = new ApiClient('experiments', dependencies);
  }

  /** A page of the list (100 unless `limit` says otherwise), newest first. */
  listExperiments(
    query: ExperimentQuery = {},
    options: CallOptions = {},
  ): Promise<ExperimentList> {
    const { limit, offset, ...filter } = query;
    return this.#api.request({
      path: '/experiments',
      query: {
        ...filter,
        limit: limit?.toString(),
        offset: offset?.toString(),
      },
      schema: experimentListSchema,
      ...options,
    });
  }

  /** The experiment, what keeps it from launching, and its refresh status. */
  getExperiment(
    id: string,
    options: CallOptions = {},
  ): Promise<ExperimentDetail> {
    return this.#detail({ path: pathOf`/experiments/${id}`, ...options });
  }

  /** The new draft, saved even when its plan is unfinished. */
  createExperiment(body: NewExperiment): Promise<ExperimentDetail> {
    return this.#detail({ method: 'POST', path: '/experiments', body });
  }

  /** The changed experiment; the plan can be changed in drafts only. */
  editExperiment(id: string, body: EditExperiment): Promise<ExperimentDetail> {
    return this.#detail({
      method: 'PUT',
      path: pathOf`/experiments/${id}`,
      body,
    });
  }

  /** The live experiment; its rule serves from now on. */
  launchExperiment(
    id: string,
    body: LaunchExperiment = {},
  ): Promise<ExperimentDetail> {
    return this.#command(id, 'launch', body);
  }

  /** The ended experiment with its verdict, if the final analysis succeeded. */
  endExperiment(
    id: string,
    body: EndExperiment = {},
  ): Promise<ExperimentDetail> {
    return this.#command(id, 'end', body);
  }

  /** The decided experiment. */
  decideExperiment(
    id: string,
    body: DecideExperiment,
  ): Promise<ExperimentDetail> {
    return this.#command(id, 'decide', body);
  }

  /** The discarded draft. */
  discardExperiment(id: string): Promise<ExperimentDetail> {
    return this.#command(id, 'discard', {});
  }

  /** The results after a refresh that this call started, or joined. */
  refreshExperiment(id: string): Promise<ExperimentResults> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/experiments/${id}/refresh`,
      body: {},
      schema: experimentResultsSchema,
    });
  }

  /** How refreshing goes, and what it is at. */
  getRefresh(id: string, options: CallOptions = {}): Promise<RefreshStatus> {
    return this.#api.request({
      path: pathOf`/experiments/${id}/refresh`,
      schema: refreshStatusSchema,
      ...options,
    });
  }

  /** The latest results; `snapshot` is null before the first refresh. */
  getResults(
    id: string,
    options: CallOptions = {},
  ): Promise<ExperimentResults> {
    return this.#api.request({
      path: pathOf`/experiments/${id}/results`,
      schema: experimentResultsSchema,
      ...options,
    });
  }

  /** Health and exposed units at every look, oldest first. */
  async looks(
    id: string,
    options: CallOptions = {},
  ): Promise<readonly LookSummary[]> {
    const { items } = await this.#api.request({
      path: pathOf`/experiments/${id}/looks`,
      schema: lookListSchema,
      ...options,
    });
    return items;
  }

  /** How every figure of the latest results was computed. */
  explanation(
    id: string,
    options: CallOptions = {},
  ): Promise<ResultsExplanation> {
    return this.#api.request({
      path: pathOf`/experiments/${id}/results/explanation`,
      schema: resultsExplanationSchema,
      ...options,
    });
  }

  /** Who did what, latest first. */
  getActivity(id: string, options: CallOptions = {}): Promise<ActivityList> {
    return this.#api.request({
      path: pathOf`/experiments/${id}/activity`,
      schema: activityListSchema,
      ...options,
    });
  }

  /** The units a plan needs, or the problems in the way. */
  sampleSize(
    body: SampleSizeRequest,
    options: CallOptions = {},
  ): Promise<SampleSizeAnswer> {
    return this.#api.request({
      method: 'POST',
      path: '/sample-size',
      body,
      schema: sampleSizeAnswerSchema,
      ...options,
    });
  }

  /** What the plan of an experiment costs, as it was computed before. */
  getPlanCost(id: string, options: CallOptions = {}): Promise<PlanCost> {
    return this.#api.request({
      path: pathOf`/experiments/${id}/plan-cost`,
      schema: planCostSchema,
      ...options,
    });
  }

  /** What the plan of an experiment costs, computed now. */
  renewPlanCost(id: string, options: CallOptions = {}): Promise<PlanCost> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/experiments/${id}/plan-cost`,
      body: {},
      schema: planCostSchema,
      ...options,
    });
  }

  /** Experiments that measure a metric, with effects once they ended. */
  async listMetricUses(
    metricId: string,
    options: CallOptions = {},
  ): Promise<readonly MetricUse[]> {
    const { uses } = await this.#api.request({
      path: '/metric-uses',
      query: { metricId },
      schema: metricUseListSchema,
      ...options,
    });
    return uses;
  }

  /** Learning rates with the experiments behind them. */
  getLearning(
    query: LearningQuery = {},
    options: CallOptions = {},
  ): Promise<LearningAnswer> {
    return this.#api.request({
      path: '/learning',
      query: { ...query },
      schema: learningAnswerSchema,
      ...options,
    });
  }

  /** The imported experiment with its verdict. */
  importExperiment(body: ImportExperiment): Promise<ExperimentDetail> {
    return this.#detail({ method: 'POST', path: '/experiments:import', body });
  }

  #command(
    id: string,
    command: 'launch' | 'end' | 'decide' | 'discard',
    body: unknown,
  ): Promise<ExperimentDetail> {
    return this.#detail({
      method: 'POST',
      path: `${pathOf`/experiments/${id}`}/${command}`,
      body,
    });
  }

  #detail(
    request: Omit<ApiRequest<ExperimentDetail>, 'schema'>,
  ): Promise<ExperimentDetail> {
    return this.#api.request({ ...request, schema: experimentDetailSchema });
  }
}
