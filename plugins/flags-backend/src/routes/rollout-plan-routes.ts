import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  flagReadPermission,
  rolloutFromExperimentSchema,
  rolloutPlanInputSchema,
  rolloutPlanListSchema,
  rolloutPlanRecordSchema,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { flagWrite } from './flag-write';
import type { RouteDependencies } from './route-dependencies';

const params = z.object({ id: z.string() });

const SUMMARIES = {
  pause: 'Stops the clock of the present step',
  resume: 'Lets the clock of the present step go on',
  advance: 'Enters the next step now, or completes after the last',
  rollback: 'Reaches nobody, at once',
} as const;

const readRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/rollout-plans',
    operationId: 'listRolloutPlans',
    summary: 'The latest stepped rollout of each flag, newest first',
    response: rolloutPlanListSchema,
    handle: async ({ caller }) => {
      await access.require(caller, flagReadPermission);
      return { items: await services.rolloutPlans.list() };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flags/{id}/rollout-plan',
    operationId: 'getRolloutPlan',
    summary: 'The latest stepped rollout of a flag',
    params,
    response: rolloutPlanRecordSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, flagReadPermission);
      return services.rolloutPlans.get(id);
    },
  }),
];

const commandRoute = (
  deps: RouteDependencies,
  command: keyof typeof SUMMARIES,
): Route =>
  defineRoute({
    method: 'post',
    path: `/flags/{id}/rollout-plan/${command}`,
    operationId: `${command}RolloutPlan`,
    summary: SUMMARIES[command],
    params,
    response: rolloutPlanRecordSchema,
    handle: ({ params: { id }, ...context }) =>
      flagWrite(deps, context, {
        edit: { eventId: `rollout-plan-${command}`, flagId: id },
        run: by => deps.services.rolloutPlans.command(id, command, by),
      }),
  });

/** Routes of stepped rollouts. */
export const rolloutPlanRoutes = (deps: RouteDependencies): Route[] => [
  ...readRoutes(deps),
  defineRoute({
    method: 'put',
    path: '/flags/{id}/rollout-plan',
    operationId: 'putRolloutPlan',
    summary: 'Starts a stepped rollout at its first step',
    params,
    body: rolloutPlanInputSchema,
    response: rolloutPlanRecordSchema,
    handle: ({ params: { id }, body, ...context }) =>
      flagWrite(deps, context, {
        edit: {
          eventId: 'rollout-plan-start',
          flagId: id,
          meta: { variant: body.variant },
        },
        run: by => deps.services.rolloutPlans.put(id, body, by),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/flags/{id}/rollout-plan/from-experiment',
    operationId: 'putRolloutPlanFromExperiment',
    summary: "Rolls an experiment's variant out and keeps who has it",
    params,
    body: rolloutFromExperimentSchema,
    response: rolloutPlanRecordSchema,
    handle: ({ params: { id }, body, ...context }) =>
      flagWrite(deps, context, {
        edit: {
          eventId: 'rollout-plan-from-experiment',
          flagId: id,
          meta: { variant: body.variant, experiment: body.experimentId },
        },
        run: by => deps.services.rolloutPlans.putFromExperiment(id, body, by),
      }),
  }),
  commandRoute(deps, 'pause'),
  commandRoute(deps, 'resume'),
  commandRoute(deps, 'advance'),
  commandRoute(deps, 'rollback'),
];
