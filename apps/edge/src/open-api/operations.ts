import { z } from 'zod';
import type { Operation, OperationAnswer } from './operation';
import { edgeStatusSchema, refusalSchema, statusSchema } from './edge-schemas';
import {
  bulkFailureSchema,
  bulkSuccessSchema,
  evaluationFailureSchema,
  bulkRequestSchema,
  evaluationRequestSchema,
  evaluationSuccessSchema,
  flagNotFoundSchema,
  notReadySchema,
  unauthorizedSchema,
} from './ofrep-schemas';
import { WIRE_OPERATIONS } from './wire-operations';

const tooMany: OperationAnswer = {
  description: 'Asked too often, or the log cannot keep up. Nothing was done.',
  body: refusalSchema,
  headers: ['Retry-After'],
};

const cannotLog: OperationAnswer = {
  description:
    'No flag state yet, or the log cannot be written. Nothing was accepted.',
  body: z.union([notReadySchema, refusalSchema]),
  headers: ['Retry-After'],
};

const tooLarge: OperationAnswer = {
  description: 'The body exceeds 2 MiB.',
  body: refusalSchema,
};

const unauthorized: OperationAnswer = {
  description: 'No known client secret.',
  body: unauthorizedSchema,
};

const failed: OperationAnswer = {
  description: 'The flag is broken in the present state (errorCode GENERAL).',
  body: evaluationFailureSchema,
};

const OFREP: readonly Operation[] = [
  {
    method: 'post',
    path: '/ofrep/v1/evaluate/flags/{key}',
    id: 'evaluateFlag',
    summary:
      'Evaluates one flag, or one property of it as `flag.property`. It counts as used: the assignment is on disk before the answer.',
    auth: 'client',
    request: evaluationRequestSchema,
    answers: {
      200: { description: 'Evaluated.', body: evaluationSuccessSchema },
      400: {
        description: 'The body or the context cannot be used.',
        body: evaluationFailureSchema,
      },
      401: unauthorized,
      404: {
        description:
          'The client has no such flag, or the flag no such property.',
        body: flagNotFoundSchema,
      },
      413: tooLarge,
      429: tooMany,
      500: failed,
      503: cannotLog,
    },
  },
  {
    method: 'post',
    path: '/ofrep/v1/evaluate/flags',
    id: 'evaluateFlags',
    summary:
      'Evaluates every flag of the client and their scalar properties. They count as used unless the answer is 304 or the client applies them itself.',
    auth: 'client',
    query: ['flagConfigEtag', 'flagConfigLastModified'],
    requestHeaders: ['If-None-Match'],
    request: bulkRequestSchema,
    answers: {
      200: {
        description: 'Evaluated.',
        body: bulkSuccessSchema,
        headers: ['ETag'],
      },
      304: {
        description: 'The client has this answer already.',
        body: null,
        headers: ['ETag'],
      },
      400: {
        description: 'The body or the context cannot be used.',
        body: bulkFailureSchema,
      },
      401: unauthorized,
      413: tooLarge,
      429: tooMany,
      503: cannotLog,
    },
  },
  {
    method: 'get',
    path: '/ofrep/v1/changes',
    id: 'listenForChanges',
    summary:
      'Server-sent events that tell when to evaluate again. The bulk answer names the address, with its token.',
    auth: 'none',
    query: ['stream'],
    requestHeaders: ['Last-Event-ID'],
    answers: {
      200: {
        description:
          'A stream of `refetchEvaluation` events with the client’s configuration as `id`.',
        body: z.string(),
        contentType: 'text/event-stream',
      },
      401: { description: 'Unknown token.', body: refusalSchema },
      503: {
        description: 'No room for another stream.',
        body: refusalSchema,
        headers: ['Retry-After'],
      },
    },
  },
];

const WATCHING: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    id: 'health',
    summary: 'Tells that the process answers.',
    auth: 'none',
    answers: { 200: { description: 'Alive.', body: statusSchema } },
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'readiness',
    summary: 'Tells whether to send traffic.',
    auth: 'none',
    answers: {
      200: { description: 'Ready.', body: statusSchema },
      503: {
        description: 'No flag state yet, or stopping.',
        body: statusSchema,
      },
    },
  },
  {
    method: 'get',
    path: '/v1/edge:status',
    id: 'status',
    summary: 'The flag state, its age, and what the log has done.',
    auth: 'none',
    answers: { 200: { description: 'Status.', body: edgeStatusSchema } },
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'metrics',
    summary: 'Metrics for Prometheus.',
    auth: 'metrics',
    answers: {
      200: {
        description: 'Text format 0.0.4.',
        body: z.string(),
        contentType: 'text/plain',
      },
      401: { description: 'Wrong token.', body: refusalSchema },
    },
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'openApi',
    summary: 'This document.',
    auth: 'none',
    answers: {
      200: { description: 'OpenAPI 3.1.', body: z.looseObject({}) },
    },
  },
];

/** Every endpoint of the edge over HTTP. */
export const OPERATIONS: readonly Operation[] = [
  ...OFREP,
  ...WIRE_OPERATIONS,
  ...WATCHING,
];
