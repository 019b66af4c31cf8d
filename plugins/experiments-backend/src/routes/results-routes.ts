import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  activityListSchema,
  experimentResultsSchema,
  learningAnswerSchema,
  learningQuerySchema,
  lookListSchema,
  planCostSchema,
  refreshStatusSchema,
  resultsExplanationSchema,
  sampleSizeAnswerSchema,
  sampleSizeRequestSchema,
} from '@etude/plugin-experiments-common';
import { readLearning } from '../read-models/learning';
import { createActivityStore } from '../stores/activity-store';
import { createLookStore } from '../stores/look-store';
import { experimentParamsSchema } from './route-dependencies';
import type { RouteDependencies } from './route-dependencies';

const oneExperimentRoutes = ({
  db,
  access,
  services,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/results',
    operationId: 'getExperimentResults',
    summary: 'The latest results, and how refreshing goes',
    params: experimentParamsSchema,
    response: experimentResultsSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.views.results(params.id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/refresh',
    operationId: 'getExperimentRefresh',
    summary: 'How refreshing goes: running, at which step, or what failed',
    params: experimentParamsSchema,
    response: refreshStatusSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.views.refresh(params.id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/results/explanation',
    operationId: 'explainExperimentResults',
    summary: 'Formula, inputs, steps and source of every figure of the results',
    params: experimentParamsSchema,
    response: resultsExplanationSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.explain(params.id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/looks',
    operationId: 'getExperimentLooks',
    summary: 'Health and exposed units at every look, oldest first',
    params: experimentParamsSchema,
    response: lookListSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      const { id } = await services.views.experiment(params.id);
      return { items: await createLookStore(db).summaries(id) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/activity',
    operationId: 'getExperimentActivity',
    summary: 'Who did what, latest first',
    params: experimentParamsSchema,
    response: activityListSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      const { id } = await services.views.experiment(params.id);
      return { items: await createActivityStore(db).list(id) };
    },
  }),
];

const planCostRoutes = ({ access, services }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/experiments/{id}/plan-cost',
    operationId: 'getPlanCost',
    summary: 'The units and days the plan takes, and when that was computed',
    params: experimentParamsSchema,
    response: planCostSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.planCosts.get(params.id);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/experiments/{id}/plan-cost',
    operationId: 'renewPlanCost',
    summary: 'The units and days the plan takes by the history of now',
    params: experimentParamsSchema,
    response: planCostSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.planCosts.renew(params.id);
    },
  }),
];

const overallRoutes = ({
  db,
  access,
  services,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'post',
    path: '/sample-size',
    operationId: 'sampleSize',
    summary: 'The units a plan needs, from history or given baselines',
    body: sampleSizeRequestSchema,
    response: sampleSizeAnswerSchema,
    handle: async ({ body, caller }) => {
      await access.requireRead(caller);
      return services.sampleSizes.size(body);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/learning',
    operationId: 'getLearning',
    summary: 'Learning rates with the ended experiments behind them',
    query: learningQuerySchema,
    response: learningAnswerSchema,
    handle: async ({ query, caller }) => {
      await access.requireRead(caller);
      return readLearning(db, query);
    },
  }),
];

/** Routes that read results, activity, what plans cost and learning rates. */
export const resultsRoutes = (deps: RouteDependencies): Route[] => [
  ...oneExperimentRoutes(deps),
  ...planCostRoutes(deps),
  ...overallRoutes(deps),
];
