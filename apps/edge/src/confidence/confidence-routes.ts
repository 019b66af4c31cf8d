import type { EdgeRequest, EdgeResponse, EdgeRoutes } from '../http-message';
import {
  flagLogsBinary,
  readMaterializedBinary,
  writeMaterializedBinary,
} from './binary-endpoints';
import {
  applyJson,
  publishJson,
  resolveJson,
  telemetryJson,
} from './json-endpoints';
import {
  STATE_BLOB_PATH,
  leftOutFlags,
  stateBlob,
} from './state-export/state-blob';
import type { WireDeps } from './wire-session';

type Endpoint = (request: EdgeRequest, deps: WireDeps) => Promise<EdgeResponse>;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/flags:resolve', resolveJson],
  ['/v1/flags:apply', applyJson],
  ['/v1/events:publish', publishJson],
  ['/v1/telemetry:upload', telemetryJson],
  ['/v1/clientFlagLogs:write', flagLogsBinary],
  ['/v1/materialization:readMaterializedOperations', readMaterializedBinary],
  ['/v1/materialization:writeMaterializedOperations', writeMaterializedBinary],
]);

/** Some HTTP clients escape the colon, which the path may hold as it is. */
const unescapedColon = (path: string): string => path.replace(/%3a/i, ':');

/** The endpoints of the Confidence wire over HTTP; see the README. */
export const confidenceRoutes =
  (deps: WireDeps): EdgeRoutes =>
  request => {
    const { method, path } = request;
    if (method === 'GET' && STATE_BLOB_PATH.test(path)) {
      return stateBlob(request, deps);
    }
    const unescaped = unescapedColon(path);
    if (method === 'GET' && unescaped === '/v1/state:leftOut') {
      return leftOutFlags(request, deps);
    }
    if (method !== 'POST') return null;
    const endpoint = ENDPOINTS.get(unescaped);
    return endpoint ? endpoint(request, deps) : null;
  };
