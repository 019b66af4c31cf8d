import { createHash } from 'node:crypto';
import { defineRoute } from '@etude/api-node';
import type { Caller, Route } from '@etude/api-node';
import {
  clearMaterializationSchema,
  flagCreatePermission,
  materializationListSchema,
  materializationReadSchema,
  materializationWritesSchema,
  materializedUnitKeySchema,
  materializedUnitRecordSchema,
  materializedUnitsSchema,
  removedRecordsSchema,
  usageReadPermission,
} from '@etude/plugin-flags-common';
import type { RouteDependencies } from './route-dependencies';

const edgeRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'post',
    path: '/materializations:read',
    operationId: 'readMaterializations',
    summary: 'The sticky assignments of some units; for edges',
    body: materializationReadSchema,
    response: materializedUnitsSchema,
    handle: async ({ body: { keys }, caller }) => {
      access.requireService(caller);
      return { units: await services.materializations.read(keys) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/materializations:write',
    operationId: 'writeMaterializations',
    summary:
      'Keeps sticky assignments, the first of a unit and rule, and answers with what holds now; for edges',
    body: materializationWritesSchema,
    response: materializedUnitsSchema,
    // What units are given is no change by anyone, so it is not audited.
    handle: async ({ body: { writes }, caller }) => {
      access.requireService(caller);
      return { units: await services.materializations.write(writes) };
    },
  }),
];

const readRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/materializations',
    operationId: 'listMaterializations',
    summary: 'All materializations with units by rule and variant',
    response: materializationListSchema,
    handle: async ({ caller }) => {
      await access.require(caller, usageReadPermission);
      return { items: await services.materializations.list() };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/materializations:lookUp',
    operationId: 'lookUpMaterializedUnit',
    summary: 'What one unit is kept in; a POST, as URLs end up in logs',
    body: materializedUnitKeySchema,
    response: materializedUnitRecordSchema,
    handle: async ({ body, caller }) => {
      await access.require(caller, usageReadPermission);
      return services.materializations.lookUp(body);
    },
  }),
];

/** Of whom a removal takes variants away has to be the caller's. */
const requireRemoval = async (
  { services, access }: RouteDependencies,
  caller: Caller,
  materialization: string,
): Promise<void> => {
  const flags = await services.materializations.flagsOf(materialization);
  if (flags.length === 0) await access.require(caller, flagCreatePermission);
  for (const flag of flags) await access.requireFlagUpdate(caller, flag);
};

// An erased unit must not live on in the audit log.
const digestOf = (unit: string): string =>
  createHash('sha256').update(unit).digest('hex');

const removalRoutes = (deps: RouteDependencies): Route[] => {
  const { services, audited } = deps;
  return [
    defineRoute({
      method: 'post',
      path: '/materializations:removeUnit',
      operationId: 'removeMaterializedUnit',
      summary: 'Forgets one unit; edges do within a minute',
      body: materializedUnitKeySchema,
      response: removedRecordsSchema,
      handle: async ({ body, caller, request }) => {
        const { materialization, unit } = body;
        await requireRemoval(deps, caller, materialization);
        const meta = { materialization, unitSha256: digestOf(unit) };
        return audited(
          { eventId: 'materialized-unit-remove', request, meta },
          async () => ({
            removed: await services.materializations.removeUnit(body),
          }),
        );
      },
    }),
    defineRoute({
      method: 'post',
      path: '/materializations:clear',
      operationId: 'clearMaterialization',
      summary: 'Forgets every unit; edges do within a minute',
      body: clearMaterializationSchema,
      response: removedRecordsSchema,
      handle: async ({ body: { materialization }, caller, request }) => {
        await requireRemoval(deps, caller, materialization);
        return audited(
          {
            eventId: 'materialization-clear',
            request,
            meta: { materialization },
          },
          async () => ({
            removed: await services.materializations.clear(materialization),
          }),
        );
      },
    }),
  ];
};

/** Routes of sticky assignments, for edges and for people. */
export const materializationRoutes = (deps: RouteDependencies): Route[] => [
  ...edgeRoutes(deps),
  ...readRoutes(deps),
  ...removalRoutes(deps),
];
