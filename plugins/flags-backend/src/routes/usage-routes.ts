import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  codeReferenceListSchema,
  codeReferencesInputSchema,
  contextSchemaSchema,
  edgeReportAnswerSchema,
  edgeReportSchema,
  flagReadPermission,
  flagUsageSchema,
  scannedRepositorySchema,
  stalenessSchema,
  usageQuerySchema,
  usageReadPermission,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { flagWrite } from './flag-write';
import type { RouteDependencies } from './route-dependencies';

const params = z.object({ id: z.string() });
const REPORT_MAX_BYTES = 8 * 1024 * 1024;

const reportRoute = ({ services, access }: RouteDependencies): Route =>
  defineRoute({
    method: 'post',
    path: '/edge-reports',
    operationId: 'reportEdgeCounts',
    summary: 'What an edge counted since its last report; for edges',
    body: edgeReportSchema,
    maxBytes: REPORT_MAX_BYTES,
    response: edgeReportAnswerSchema,
    // Counts are no change of anything, so they are not audited.
    handle: async ({ body, caller }) => {
      access.requireService(caller);
      return { isNew: await services.usage.report(body) };
    },
  });

const flagUsageRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/flags/{id}/usage',
    operationId: 'getFlagUsage',
    summary: 'Evaluations by day, client, variant, rule and reason',
    params,
    query: usageQuerySchema,
    response: flagUsageSchema,
    handle: async ({ params: { id }, query: { days }, caller }) => {
      await access.require(caller, usageReadPermission);
      await services.flags.get(id);
      return services.usage.usage(id, days);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flags/{id}/staleness',
    operationId: 'getFlagStaleness',
    summary: 'Whether a flag seems to be left over, why, and what to do',
    params,
    response: stalenessSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, flagReadPermission);
      return services.usage.staleness(await services.flags.get(id));
    },
  }),
];

const contextRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/context-schema',
    operationId: 'getContextSchema',
    summary: 'The fields of the contexts that all clients send',
    response: contextSchemaSchema,
    handle: async ({ caller }) => {
      await access.require(caller, usageReadPermission);
      return { fields: await services.usage.contextSchema() };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/clients/{id}/context-schema',
    operationId: 'getClientContextSchema',
    summary: 'The fields of the contexts that one client sends',
    params,
    response: contextSchemaSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, usageReadPermission);
      await services.clients.get(id);
      return { fields: await services.usage.contextSchema(id) };
    },
  }),
];

const codeRoutes = (deps: RouteDependencies): Route[] => {
  const { usage, flags } = deps.services;
  return [
    defineRoute({
      method: 'get',
      path: '/flags/{id}/code-references',
      operationId: 'listCodeReferences',
      summary: 'Where code names a flag, by repository',
      params,
      response: codeReferenceListSchema,
      handle: async ({ params: { id }, caller }) => {
        await deps.access.require(caller, flagReadPermission);
        await flags.get(id);
        return { items: await usage.codeReferences(id) };
      },
    }),
    defineRoute({
      method: 'put',
      path: '/flags/{id}/code-references',
      operationId: 'putCodeReferences',
      summary: 'Replaces what is known of one repository',
      params,
      body: codeReferencesInputSchema,
      response: scannedRepositorySchema,
      handle: ({ params: { id }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'code-references-put',
            flagId: id,
            meta: { repository: body.repository },
          },
          run: by => usage.putCodeReferences(id, body, by),
        }),
    }),
  ];
};

/** Routes of what edges and scans of code report. */
export const usageRoutes = (deps: RouteDependencies): Route[] => [
  reportRoute(deps),
  ...flagUsageRoutes(deps),
  ...contextRoutes(deps),
  ...codeRoutes(deps),
];
