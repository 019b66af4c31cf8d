import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { EtudeError } from '@etude/kernel';
import express from 'express';
import request from 'supertest';
import { z } from 'zod';
import { createApiRouter } from './create-api-router';
import { defineRoute } from './route';

type Tree = { name: string; children: Tree[] };
const treeSchema: z.ZodType<Tree> = z.lazy(() =>
  z.object({ name: z.string(), children: z.array(treeSchema) }),
);

const routes = [
  defineRoute({
    method: 'post',
    path: '/trees/{id}',
    operationId: 'plantTree',
    summary: 'Plants a tree',
    params: z.object({ id: z.string() }),
    query: z.object({ depth: z.coerce.number().optional() }),
    body: treeSchema,
    response: z.object({ id: z.string(), depth: z.number(), tree: treeSchema }),
    status: 201,
    handle: async ({ params, query, body }) => ({
      id: params.id,
      depth: query.depth ?? 0,
      tree: body,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/trees:fell',
    operationId: 'fellTree',
    summary: 'Refuses',
    response: z.object({}),
    handle: async () => {
      throw new EtudeError('There is no tree. Plant one first.', {
        code: 'ETUDE_TREE_NOT_FOUND',
        kind: 'user',
      });
    },
  }),
];

const app = express()
  .use(
    createApiRouter({
      info: { title: 'Trees', version: '1', description: 'Trees' },
      routes,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user(),
      }),
    }),
  )
  .use(mockErrorHandler());

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.unknown()),
});

const below = (part: unknown, key: string): unknown =>
  typeof part === 'object' && part !== null && key in part
    ? part[key as keyof typeof part]
    : undefined;

describe('createApiRouter', () => {
  it('hands parsed parts to the handler and answers by its schema', async () => {
    const response = await request(app)
      .post('/v1/trees/oak?depth=2')
      .send({ name: 'root', children: [] });
    expect(response.status).toBe(201);
    expect(response.body).toEqual({
      id: 'oak',
      depth: 2,
      tree: { name: 'root', children: [] },
    });
  });

  it('names every field that is wrong', async () => {
    const response = await request(app)
      .post('/v1/trees/oak')
      .send({ name: 1, children: [{ name: 'leaf' }] });
    expect(response.status).toBe(400);
    expect(response.body.error.code).toBe('ETUDE_REQUEST_INVALID');
    expect(response.body.error.problems).toMatchObject([
      { path: 'name' },
      { path: 'children[0].children' },
    ]);
  });

  it('says what is wrong with a body that is not JSON, or too much', async () => {
    const post = (body: string) =>
      request(app)
        .post('/v1/trees/oak')
        .set('content-type', 'application/json')
        .send(body);
    const broken = await post('{').expect(400);
    expect(broken.body.error.code).toBe('ETUDE_REQUEST_INVALID');
    const large = await post(`"${'x'.repeat(1024 * 1024)}"`).expect(413);
    expect(large.body.error.code).toBe('ETUDE_REQUEST_TOO_LARGE');
  });

  it('answers a user error by its code, also under a custom verb', async () => {
    const response = await request(app).post('/v1/trees:fell');
    expect(response.status).toBe(404);
    expect(response.body.error).toMatchObject({
      code: 'ETUDE_TREE_NOT_FOUND',
      message: 'There is no tree. Plant one first.',
    });
  });

  it('documents itself without a reference that leads nowhere', async () => {
    const { text } = await request(app).get('/openapi.json');
    const body = documentSchema.parse(JSON.parse(text));
    expect(Object.keys(body.paths)).toEqual([
      '/v1/trees/{id}',
      '/v1/trees:fell',
    ]);
    const references = [
      ...JSON.stringify(body).matchAll(/"\$ref":"#([^"]+)"/g),
    ];
    expect(references.length).toBeGreaterThan(1);
    for (const [, pointer = ''] of references) {
      const target = pointer.split('/').slice(1).reduce<unknown>(below, body);
      expect(target).toBeDefined();
    }
  });
});
