export { ApiClient, pathOf } from './api-client';
export type { ApiClientDependencies, ApiRequest } from './api-client';
export type { ErrorBody } from './error-body';
