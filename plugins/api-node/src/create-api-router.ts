import type { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { errorResponse } from './error-response';
import { openApiDocument } from './open-api-document';
import type { OpenApiInfo } from './open-api-document';
import { parsePart } from './parse-part';
import { handled } from './route';
import type { Route } from './route';

export type ApiRouterOptions = {
  readonly info: OpenApiInfo;
  readonly routes: readonly Route[];
  readonly httpAuth: HttpAuthService;
};

const DEFAULT_MAX_BYTES = 1024 * 1024;

// Express 4 reads ':' as a parameter, so custom verbs (`/metrics:baseline`)
// have to be escaped before `{id}` becomes `:id`.
const expressPath = (path: string): string =>
  `/v1${path.replace(/:/g, '\\:').replace(/\{(\w+)\}/g, ':$1')}`;

const bodyParser = ({ definition }: Route): RequestHandler => {
  const limit = definition.maxBytes ?? DEFAULT_MAX_BYTES;
  return definition.bodyKind === 'raw'
    ? express.raw({ type: () => true, limit })
    : express.json({ limit });
};

const endpoint = (route: Route, httpAuth: HttpAuthService) => {
  const { definition, run } = route;
  return async (request: Request, response: Response): Promise<void> => {
    const caller = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const answer = await run({
      params: definition.params
        ? parsePart(definition.params, request.params, 'path')
        : undefined,
      query: definition.query
        ? parsePart(definition.query, request.query, 'query')
        : undefined,
      body: definition.body
        ? parsePart(definition.body, request.body, 'body')
        : undefined,
      caller,
      request,
      response,
    });
    if (answer === handled) return;
    response
      .status(definition.status ?? 200)
      .json(definition.response.parse(answer));
  };
};

/**
 * The express router of a backend plugin: every route of the table under
 * `/v1`, its OpenAPI document at `/openapi.json`, and errors answered with
 * code, message and problems.
 */
export const createApiRouter = (options: ApiRouterOptions): Router => {
  const router = PromiseRouter();
  const document = openApiDocument(options.info, options.routes);
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  for (const route of options.routes) {
    router[route.definition.method](
      expressPath(route.definition.path),
      bodyParser(route),
      endpoint(route, options.httpAuth),
    );
  }
  router.use(errorResponse());
  return router;
};
