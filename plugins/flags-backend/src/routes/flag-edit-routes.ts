import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  deleteRuleQuerySchema,
  disabledEnvironmentsInputSchema,
  enabledInputSchema,
  flagRecordSchema,
  personRuleInputSchema,
  revertInputSchema,
  ruleOrderSchema,
} from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { z } from 'zod';
import { flagWrite } from './flag-write';
import type { RouteDependencies } from './route-dependencies';

const flagParams = z.object({ id: z.string() });
const ruleParams = z.object({ id: z.string(), ruleId: z.string() });

const switchRoutes = (deps: RouteDependencies): Route[] => {
  const { flags } = deps.services;
  return [
    defineRoute({
      method: 'put',
      path: '/flags/{id}/enabled',
      operationId: 'setFlagEnabled',
      summary: 'Switches a flag on or off for everyone',
      params: flagParams,
      body: enabledInputSchema,
      response: flagRecordSchema,
      handle: ({ params: { id }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: body.enabled ? 'flag-enable' : 'flag-disable',
            flagId: id,
          },
          run: by => flags.setEnabled(id, body, by),
        }),
    }),
    defineRoute({
      method: 'put',
      path: '/flags/{id}/disabled-environments',
      operationId: 'setDisabledEnvironments',
      summary: 'Switches a flag off in exactly these environments',
      params: flagParams,
      body: disabledEnvironmentsInputSchema,
      response: flagRecordSchema,
      handle: ({ params: { id }, body: { environments }, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'flag-disable-environments',
            flagId: id,
            meta: { environments },
          },
          run: by => flags.setDisabledEnvironments(id, environments, by),
        }),
    }),
    defineRoute({
      method: 'post',
      path: '/flags/{id}/revert',
      operationId: 'revertFlag',
      summary: 'Makes a flag what it was at a revision; experiments stay',
      params: flagParams,
      body: revertInputSchema,
      response: flagRecordSchema,
      handle: ({ params: { id }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'flag-revert',
            flagId: id,
            meta: { revision: body.revision },
          },
          run: by => flags.revert(id, body, by),
        }),
    }),
  ];
};

const orderRoute = (deps: RouteDependencies): Route =>
  defineRoute({
    method: 'put',
    path: '/flags/{id}/rules:order',
    operationId: 'orderRules',
    summary: 'Puts all rules of a flag in another order',
    params: flagParams,
    body: ruleOrderSchema,
    response: flagRecordSchema,
    handle: ({ params: { id }, body, ...context }) =>
      flagWrite<FlagRecord>(deps, context, {
        edit: { eventId: 'rules-order', flagId: id },
        run: by => deps.services.flags.orderRules(id, body, by),
      }),
  });

const ruleRoutes = (deps: RouteDependencies): Route[] => {
  const { flags } = deps.services;
  return [
    defineRoute({
      method: 'post',
      path: '/flags/{id}/rules',
      operationId: 'createRule',
      summary: 'A new rule of a person, with its audience, in one call',
      params: flagParams,
      body: personRuleInputSchema,
      response: flagRecordSchema,
      status: 201,
      handle: ({ params: { id }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'rule-create',
            flagId: id,
            meta: { name: body.name },
          },
          run: by => flags.createRule(id, body, by),
        }),
    }),
    defineRoute({
      method: 'put',
      path: '/flags/{id}/rules/{ruleId}',
      operationId: 'updateRule',
      summary: 'Replaces a rule of a person and the audience it has for itself',
      params: ruleParams,
      body: personRuleInputSchema,
      response: flagRecordSchema,
      handle: ({ params: { id, ruleId }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: { eventId: 'rule-update', flagId: id, meta: { rule: ruleId } },
          run: by => flags.updateRule({ flagId: id, ruleId }, body, by),
        }),
    }),
    defineRoute({
      method: 'delete',
      path: '/flags/{id}/rules/{ruleId}',
      operationId: 'deleteRule',
      summary: 'Removes a rule of a person, or a rollout that reaches nobody',
      params: ruleParams,
      query: deleteRuleQuerySchema,
      response: flagRecordSchema,
      handle: ({ params: { id, ruleId }, query: { etag }, ...context }) =>
        flagWrite(deps, context, {
          edit: { eventId: 'rule-delete', flagId: id, meta: { rule: ruleId } },
          run: by => flags.deleteRule({ flagId: id, ruleId }, etag, by),
        }),
    }),
  ];
};

/** Routes that change one part of a flag: switches, revert, people's rules. */
export const flagEditRoutes = (deps: RouteDependencies): Route[] => [
  ...switchRoutes(deps),
  orderRoute(deps),
  ...ruleRoutes(deps),
];
