import { defineRoute } from '@etude/api-node';
import type { Caller, Route } from '@etude/api-node';
import type { Experiment } from '@etude/lifecycle';
import {
  decideExperimentSchema,
  endExperimentSchema,
  experimentDetailSchema,
  experimentResultsSchema,
  launchExperimentSchema,
} from '@etude/plugin-experiments-common';
import type { ExperimentDetail } from '@etude/plugin-experiments-common';
import type { Request } from 'express';
import { actorOf } from '../services/actor';
import { experimentParamsSchema } from './route-dependencies';
import type { RouteDependencies } from './route-dependencies';

type Command = {
  readonly name: 'launch' | 'end' | 'decide' | 'discard';
  readonly id: string;
  readonly caller: Caller;
  readonly request: Request;
};

const createCommand =
  ({ access, audited, services }: RouteDependencies) =>
  (
    { name, id, caller, request }: Command,
    execute: (experiment: Experiment, actor: string) => Promise<unknown>,
  ): Promise<ExperimentDetail> =>
    audited(
      { eventId: `experiment-${name}`, request, meta: { id } },
      async () => {
        const experiment = await services.views.experiment(id);
        await access.requireUpdate(caller, experiment);
        await execute(experiment, actorOf(caller));
        return services.views.detail(id);
      },
    );

const lifeRoutes = (deps: RouteDependencies): Route[] => {
  const { services, flagsFor } = deps;
  const command = createCommand(deps);
  const shared = {
    method: 'post',
    params: experimentParamsSchema,
    response: experimentDetailSchema,
  } as const;
  return [
    defineRoute({
      ...shared,
      path: '/experiments/{id}/launch',
      operationId: 'launchExperiment',
      summary: 'Puts the rule into the flag and the experiment live',
      body: launchExperimentSchema,
      handle: ({ params: { id }, body, caller, request }) =>
        command({ name: 'launch', id, caller, request }, (experiment, actor) =>
          services.launches.launch(experiment, {
            actor,
            callerFlags: flagsFor(caller),
            environments: body.environments ?? [],
          }),
        ),
    }),
    defineRoute({
      ...shared,
      path: '/experiments/{id}/end',
      operationId: 'endExperiment',
      summary: 'Stops serving, computes the final results and the verdict',
      body: endExperimentSchema,
      handle: ({ params: { id }, body, caller, request }) =>
        command({ name: 'end', id, caller, request }, (experiment, actor) =>
          services.ends.end(experiment, { actor, reason: body.reason }),
        ),
    }),
    defineRoute({
      ...shared,
      path: '/experiments/{id}/decide',
      operationId: 'decideExperiment',
      summary: 'Records what people decided, and why',
      body: decideExperimentSchema,
      handle: ({ params: { id }, body, caller, request }) =>
        command({ name: 'decide', id, caller, request }, (experiment, actor) =>
          services.decisions.decide(experiment, body, actor),
        ),
    }),
    defineRoute({
      ...shared,
      path: '/experiments/{id}/discard',
      operationId: 'discardExperiment',
      summary: 'Closes a draft that will not be launched',
      handle: ({ params: { id }, caller, request }) =>
        command({ name: 'discard', id, caller, request }, (experiment, actor) =>
          services.drafts.discard(experiment, actor),
        ),
    }),
  ];
};

const refreshRoute = ({
  access,
  audited,
  services,
}: RouteDependencies): Route =>
  defineRoute({
    method: 'post',
    path: '/experiments/{id}/refresh',
    operationId: 'refreshExperiment',
    summary:
      'Computes the results anew, or joins that; comes back after 20 s at most',
    params: experimentParamsSchema,
    response: experimentResultsSchema,
    handle: ({ params: { id }, caller, request }) =>
      audited(
        { eventId: 'experiment-refresh', request, meta: { id } },
        async () => {
          await access.requireUpdate(
            caller,
            await services.views.experiment(id),
          );
          await services.refreshes.refreshSoon(id);
          return services.views.results(id);
        },
      ),
  });

/** Routes of the commands in the life of an experiment. */
export const commandRoutes = (deps: RouteDependencies): Route[] => [
  ...lifeRoutes(deps),
  refreshRoute(deps),
];
