import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  experimentRulePlaceSchema,
  experimentRuleSchema,
  flagReadPermission,
  rolloutInputSchema,
  rolloutListSchema,
  rolloutSchema,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

const flagParams = z.object({ id: z.string() });
const experimentParams = z.object({
  id: z.string(),
  experimentId: z.string(),
});

const experimentRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    defineRoute({
      method: 'put',
      path: '/flags/{id}/experiment-rule',
      operationId: 'putExperimentRule',
      summary: 'Serves an experiment on a flag, or raises its proportion',
      params: flagParams,
      body: experimentRuleSchema,
      response: experimentRulePlaceSchema,
      handle: async ({ params: { id }, body, caller, request }) => {
        await access.requireFlagUpdate(caller, await services.flags.get(id));
        const meta = { flag: id, experiment: body.experimentId };
        return audited({ eventId: 'experiment-rule-set', request, meta }, () =>
          services.experimentRules.put(id, body, actorOf(caller)),
        );
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/flags/{id}/experiment-rule/{experimentId}',
      operationId: 'disableExperimentRule',
      summary: 'Stops serving an experiment and frees its population',
      params: experimentParams,
      response: experimentRulePlaceSchema,
      handle: async ({ params, caller, request }) => {
        const { id, experimentId } = params;
        await access.requireFlagUpdate(caller, await services.flags.get(id));
        const meta = { flag: id, experiment: experimentId };
        return audited(
          { eventId: 'experiment-rule-disable', request, meta },
          () =>
            services.experimentRules.disable(id, experimentId, actorOf(caller)),
        );
      },
    }),
  ];
};

/** Routes of the rules that experiments and rollouts own. */
export const ruleRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    ...experimentRoutes(deps),
    defineRoute({
      method: 'put',
      path: '/flags/{id}/rollout',
      operationId: 'putRollout',
      summary: 'Raises or lowers how many units get a variant',
      params: flagParams,
      body: rolloutInputSchema,
      response: rolloutSchema,
      handle: async ({ params: { id }, body, caller, request }) => {
        await access.requireFlagUpdate(caller, await services.flags.get(id));
        const meta = { flag: id, ...body };
        return audited({ eventId: 'rollout-change', request, meta }, () =>
          services.rollouts.put(id, body, actorOf(caller)),
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/rollouts',
      operationId: 'listRollouts',
      summary: 'Every rollout with a reach above 0',
      response: rolloutListSchema,
      handle: async ({ caller }) => {
        await access.require(caller, flagReadPermission);
        return { items: await services.rollouts.list() };
      },
    }),
  ];
};
