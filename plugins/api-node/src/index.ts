export { answerWithEtag } from './answer-with-etag';
export { createApiRouter } from './create-api-router';
export type { ApiRouterOptions } from './create-api-router';
export { statusOf } from './error-response';
export type { OpenApiInfo } from './open-api-document';
export { defineRoute, handled } from './route';
export type {
  Caller,
  Handled,
  Route,
  RouteContext,
  RouteDefinition,
} from './route';
