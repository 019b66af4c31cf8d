import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  editExperimentSchema,
  experimentDetailSchema,
  experimentListSchema,
  experimentQuerySchema,
  importExperimentSchema,
  newExperimentSchema,
} from '@etude/plugin-experiments-common';
import { listExperiments } from '../read-models/experiment-list';
import { actorOf } from '../services/actor';
import { experimentParamsSchema } from './route-dependencies';
import type { RouteDependencies } from './route-dependencies';

const readRoutes = ({
  db,
  clock,
  access,
  services,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/experiments',
    operationId: 'listExperiments',
    summary: 'A page of experiments with progress, health and recommendation',
    query: experimentQuerySchema,
    response: experimentListSchema,
    handle: async ({ query, caller }) => {
      await access.requireRead(caller);
      return listExperiments(db, query, clock.now());
    },
  }),
  defineRoute({
    method: 'get',
    path: '/experiments/{id}',
    operationId: 'getExperiment',
    summary: 'An experiment, and what keeps a draft from launching',
    params: experimentParamsSchema,
    response: experimentDetailSchema,
    handle: async ({ params, caller }) => {
      await access.requireRead(caller);
      return services.views.detail(params.id);
    },
  }),
];

const writeRoutes = ({
  access,
  audited,
  services,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'post',
    path: '/experiments',
    operationId: 'createExperiment',
    summary: 'Starts a draft; its plan may be unfinished',
    body: newExperimentSchema,
    response: experimentDetailSchema,
    status: 201,
    handle: ({ body, caller, request }) =>
      audited(
        {
          eventId: 'experiment-create',
          request,
          meta: { name: body.name, owner: body.owner },
        },
        async () => {
          await access.requireCreate(caller, body.owner);
          const id = await services.drafts.create(body, actorOf(caller));
          return services.views.detail(id);
        },
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/experiments:import',
    operationId: 'importExperiment',
    summary: 'Takes in an experiment that ran earlier, computes and judges it',
    body: importExperimentSchema,
    response: experimentDetailSchema,
    status: 201,
    handle: ({ body, caller, request }) =>
      audited(
        {
          eventId: 'experiment-import',
          request,
          meta: { name: body.name, owner: body.owner },
        },
        async () => {
          await access.requireCreate(caller, body.owner);
          const id = await services.imports.import(body, actorOf(caller));
          return services.views.detail(id);
        },
      ),
  }),
  defineRoute({
    method: 'put',
    path: '/experiments/{id}',
    operationId: 'editExperiment',
    summary: 'Changes fields of the version with the given etag',
    params: experimentParamsSchema,
    body: editExperimentSchema,
    response: experimentDetailSchema,
    handle: ({ params, body, caller, request }) =>
      audited(
        { eventId: 'experiment-edit', request, meta: { id: params.id } },
        async () => {
          const experiment = await services.views.experiment(params.id);
          await access.requireUpdate(caller, experiment);
          await services.drafts.edit(experiment, body, actorOf(caller));
          return services.views.detail(params.id);
        },
      ),
  }),
];

/** Routes that list, read, create, import and edit experiments. */
export const experimentsRoutes = (deps: RouteDependencies): Route[] => [
  ...readRoutes(deps),
  ...writeRoutes(deps),
];
