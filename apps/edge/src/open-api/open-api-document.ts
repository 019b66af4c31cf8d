import { z } from 'zod';
import { jsonTextResponse } from '../http-message';
import type { EdgeRoutes } from '../http-message';
import type { Operation, OperationAnswer } from './operation';
import { OPERATIONS } from './operations';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  });
  return rest;
};

const headerParameter = (name: string) => ({
  in: 'header',
  name,
  required: false,
  schema: { type: 'string' },
});

const queryParameter = (name: string) => ({
  in: 'query',
  name,
  required: false,
  schema: { type: 'string' },
});

const parametersOf = ({
  path,
  query = [],
  requestHeaders = [],
}: Operation): object[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    in: 'path',
    name,
    required: true,
    schema: { type: 'string' },
  })),
  ...query.map(queryParameter),
  ...requestHeaders.map(headerParameter),
];

const answerOf = ({
  description,
  body,
  contentType = 'application/json',
  headers = [],
}: OperationAnswer): object => ({
  description,
  ...(headers.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          headers.map(name => [name, { schema: { type: 'string' } }]),
        ),
      }),
  ...(body === null
    ? {}
    : { content: { [contentType]: { schema: schemaOf(body, 'output') } } }),
});

const SECURITY: Readonly<Record<Operation['auth'], object[]>> = {
  client: [{ bearer: [] }, { apiKey: [] }],
  metrics: [{ metricsToken: [] }],
  clientSecret: [],
  none: [],
};

const operationOf = (operation: Operation): object => ({
  operationId: operation.id,
  summary: operation.summary,
  security: SECURITY[operation.auth],
  parameters: parametersOf(operation),
  ...(operation.request === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: {
            [operation.requestType ?? 'application/json']: {
              schema: schemaOf(operation.request, 'input'),
            },
          },
        },
      }),
  responses: Object.fromEntries(
    Object.entries(operation.answers).map(([status, answer]) => [
      status,
      answerOf(answer),
    ]),
  ),
});

/** The OpenAPI 3.1 document of the edge. */
export const openApiDocument = (): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationOf(operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Etude edge',
      version: '1',
      description:
        'Evaluates flags for OpenFeature clients (OFREP 0.3) and for Confidence SDKs, and logs who was given what. Every answer carries CORS headers; every path answers OPTIONS. Where no security scheme is named and the body has a clientSecret, that is the secret.',
    },
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A client secret.',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        metricsToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'ETUDE_METRICS_TOKEN, where the operator has set one.',
        },
      },
    },
  };
};

let text: string | null = null;

/** `GET /openapi.json` */
export const openApiRoute: EdgeRoutes = request => {
  if (request.method !== 'GET' || request.path !== '/openapi.json') return null;
  text ??= JSON.stringify(openApiDocument());
  return jsonTextResponse(200, text);
};
