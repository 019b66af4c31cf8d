import { z } from 'zod';
import type { Route } from './route';

export type OpenApiInfo = {
  readonly title: string;
  readonly version: string;
  readonly description: string;
};

type JsonSchema = Record<string, unknown>;

const errorSchema: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        code: { type: 'string' },
        message: { type: 'string' },
        problems: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code', 'message'],
            properties: {
              code: { type: 'string' },
              message: { type: 'string' },
              path: { type: 'string' },
            },
          },
        },
      },
    },
  },
};

/** Turns zod schemas into JSON schemas, naming what refers to itself. */
class SchemaCollector {
  readonly components: JsonSchema = { Error: errorSchema };
  #count = 0;

  schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _dialect,
      $defs: definitions,
      ...rest
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    if (definitions === undefined) return rest;
    // A definition's name is unique within its own schema only.
    this.#count += 1;
    const prefix = `Schema${this.#count}`;
    const hoisted = (part: unknown): unknown =>
      JSON.parse(
        JSON.stringify(part).replaceAll(
          '"#/$defs/',
          `"#/components/schemas/${prefix}`,
        ),
      );
    for (const [name, definition] of Object.entries(definitions)) {
      this.components[prefix + name] = hoisted(definition);
    }
    return hoisted(rest) as JsonSchema;
  }
}

const parametersOf = (
  collector: SchemaCollector,
  schema: z.ZodType | undefined,
  location: 'path' | 'query',
): JsonSchema[] => {
  if (!schema) return [];
  const object = collector.schemaOf(schema, 'input');
  const required = new Set(
    Array.isArray(object['required']) ? object['required'] : [],
  );
  const properties = object['properties'] as JsonSchema | undefined;
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: location,
    required: location === 'path' || required.has(name),
    schema: property,
  }));
};

const operationOf = (
  collector: SchemaCollector,
  { definition }: Route,
): JsonSchema => ({
  operationId: definition.operationId,
  summary: definition.summary,
  parameters: [
    ...parametersOf(collector, definition.params, 'path'),
    ...parametersOf(collector, definition.query, 'query'),
  ],
  ...(definition.body
    ? {
        requestBody: {
          required: true,
          content:
            definition.bodyKind === 'raw'
              ? { 'application/octet-stream': {} }
              : {
                  'application/json': {
                    schema: collector.schemaOf(definition.body, 'input'),
                  },
                },
        },
      }
    : {}),
  responses: {
    [String(definition.status ?? 200)]: {
      description: definition.summary,
      content: {
        'application/json': {
          schema: collector.schemaOf(definition.response, 'output'),
        },
      },
    },
    default: {
      description: 'What is wrong, why, and how to fix it.',
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Error' } },
      },
    },
  },
});

/** The OpenAPI 3.1 document of a route table, for people and client makers. */
export const openApiDocument = (
  info: OpenApiInfo,
  routes: readonly Route[],
): JsonSchema => {
  const collector = new SchemaCollector();
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    const { path, method } = route.definition;
    paths[`/v1${path}`] = {
      ...paths[`/v1${path}`],
      [method]: operationOf(collector, route),
    };
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    components: { schemas: collector.components },
  };
};
