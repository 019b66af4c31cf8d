import { z } from 'zod';
import { refusalSchema } from './edge-schemas';
import type { Operation, OperationAnswer } from './operation';

const refusals = (
  statuses: Readonly<Record<number, string>>,
): Record<number, OperationAnswer> =>
  Object.fromEntries(
    Object.entries({
      400: 'The request cannot be read.',
      401: 'No known client secret.',
      413: 'The body exceeds 2 MiB.',
      429: 'Asked too often, or the log cannot keep up. Nothing was done.',
      503: 'No flag state yet, or the log cannot be written.',
      ...statuses,
    }).map(([status, description]) => [
      status,
      { description, body: refusalSchema },
    ]),
  );

const secretFields = { clientSecret: z.string() };
const sdkSchema = z.looseObject({ version: z.string().optional() }).optional();
const PROTOBUF = 'application/x-protobuf';
const bytesSchema = z.string().describe('A protobuf message.');

const JSON_WIRE: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/flags:resolve',
    id: 'resolveFlags',
    summary:
      'Resolves flags for a Confidence SDK. With `apply` they count as used; otherwise the token says later which were.',
    auth: 'clientSecret',
    request: z.looseObject({
      ...secretFields,
      flags: z.array(z.string()).optional(),
      evaluationContext: z.looseObject({}).optional(),
      apply: z.boolean().optional(),
      sdk: sdkSchema,
    }),
    answers: {
      200: {
        description: 'Resolved.',
        body: z.looseObject({
          resolvedFlags: z.array(
            z.looseObject({
              flag: z.string(),
              variant: z.string(),
              reason: z.string(),
              shouldApply: z.boolean(),
            }),
          ),
          resolveToken: z.string(),
          resolveId: z.string(),
        }),
      },
      ...refusals({}),
    },
  },
  {
    method: 'post',
    path: '/v1/flags:apply',
    id: 'applyFlags',
    summary: 'Logs that flags of an earlier resolve were used, once each.',
    auth: 'clientSecret',
    request: z.looseObject({
      ...secretFields,
      flags: z.array(
        z.looseObject({ flag: z.string(), applyTime: z.string().optional() }),
      ),
      resolveToken: z.string(),
      sendTime: z.string().optional(),
      sdk: sdkSchema,
    }),
    answers: {
      200: { description: 'Logged.', body: z.looseObject({}) },
      ...refusals({}),
    },
  },
  {
    method: 'post',
    path: '/v1/events:publish',
    id: 'publishEvents',
    summary:
      'Logs events. The valid ones are on disk before the answer, the others are named by index.',
    auth: 'clientSecret',
    request: z.looseObject({
      ...secretFields,
      sendTime: z.string().optional(),
      events: z.array(
        z.looseObject({
          eventDefinition: z.string(),
          eventTime: z.string().optional(),
          eventId: z.string().optional(),
          payload: z.looseObject({}).optional(),
        }),
      ),
    }),
    answers: {
      200: {
        description: 'Logged.',
        body: z.strictObject({
          errors: z.array(
            z.strictObject({
              index: z.int().min(0),
              reason: z.string(),
              message: z.string(),
            }),
          ),
        }),
      },
      ...refusals({}),
    },
  },
  {
    method: 'post',
    path: '/v1/telemetry:upload',
    id: 'uploadTelemetry',
    summary: 'Takes the telemetry of Confidence SDKs and forgets it.',
    auth: 'clientSecret',
    request: z.looseObject({}),
    answers: {
      200: { description: 'Taken.', body: z.looseObject({}) },
      ...refusals({}),
    },
  },
];

const binary = (name: string, id: string, summary: string): Operation => ({
  method: 'post',
  path: name,
  id,
  summary,
  auth: 'client',
  request: bytesSchema,
  requestType: PROTOBUF,
  answers: {
    200: { description: 'Done.', body: z.string(), contentType: PROTOBUF },
    ...refusals({ 403: 'The secret is of a browser.' }),
  },
});

const unitSchema = z.object({ materialization: z.string(), unit: z.string() });

const unitsSchema = z.strictObject({
  units: z.array(
    unitSchema.extend({
      entries: z.array(z.object({ rule: z.string(), variant: z.string() })),
    }),
  ),
  unknown: z
    .array(unitSchema)
    .describe('Units of which it cannot be told now, as the portal is away.'),
});

const LOCAL: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/state',
    id: 'clientState',
    summary: 'The flags of a client for a server that resolves them itself.',
    auth: 'client',
    requestHeaders: ['If-None-Match'],
    answers: {
      200: {
        description: 'The state.',
        body: z.looseObject({ version: z.string() }),
        headers: ['ETag'],
      },
      304: { description: 'Not changed.', body: null, headers: ['ETag'] },
      ...refusals({ 403: 'The secret is of a browser.' }),
    },
  },
  {
    method: 'post',
    path: '/v1/assignments:write',
    id: 'writeAssignments',
    summary: 'Logs what a server resolved itself.',
    auth: 'client',
    request: z.looseObject({ assignments: z.array(z.looseObject({})) }),
    answers: {
      200: { description: 'On disk.', body: z.looseObject({}) },
      ...refusals({ 403: 'The secret is of a browser.' }),
    },
  },
  {
    method: 'post',
    path: '/v1/materializations:read',
    id: 'readStickyAssignments',
    summary: 'Reads sticky assignments for a server that resolves itself.',
    auth: 'client',
    request: z.looseObject({ keys: z.array(unitSchema) }),
    answers: {
      200: { description: 'Read.', body: unitsSchema },
      ...refusals({ 403: 'The secret is of a browser.' }),
    },
  },
  {
    method: 'post',
    path: '/v1/materializations:write',
    id: 'writeStickyAssignments',
    summary:
      'Keeps the first sticky assignment of each unit and rule, and answers with what holds.',
    auth: 'client',
    request: z.looseObject({
      writes: z.array(
        unitSchema.extend({
          rule: z.string(),
          variant: z.string(),
          replaces: z.string().nullable(),
        }),
      ),
    }),
    answers: {
      200: { description: 'Kept.', body: unitsSchema },
      ...refusals({ 403: 'The secret is of a browser.' }),
    },
  },
  binary(
    '/v1/clientFlagLogs:write',
    'writeFlagLogs',
    'Logs what a Confidence provider resolved itself (`WriteFlagLogsRequest`).',
  ),
  binary(
    '/v1/materialization:readMaterializedOperations',
    'readMaterializations',
    'Reads sticky assignments (`ReadOperationsRequest`).',
  ),
  binary(
    '/v1/materialization:writeMaterializedOperations',
    'writeMaterializations',
    'Writes sticky assignments (`WriteOperationsRequest`).',
  ),
];

/** Endpoints of Confidence SDKs and of those that resolve in process. */
export const WIRE_OPERATIONS: readonly Operation[] = [...JSON_WIRE, ...LOCAL];
