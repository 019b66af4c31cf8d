import type { EdgeRequest, EdgeResponse } from '../http-message';
import { writeFlagLogs } from './flag-logs';
import {
  readMaterialized,
  writeMaterialized,
} from './materialization-operations';
import { failureResponse } from './wire-result';
import type { WireResult } from './wire-result';
import { headerSecret } from './wire-session';
import type { WireDeps } from './wire-session';

const NOTHING = new Uint8Array(0);

const binaryResponse = (
  result: WireResult<unknown>,
  body: Uint8Array,
): EdgeResponse =>
  result.ok
    ? {
        status: 200,
        headers: { 'content-type': 'application/x-protobuf' },
        body,
      }
    : failureResponse(result.failure);

const inputOf = (request: EdgeRequest) => ({
  secret: headerSecret(request),
  bytes: request.bytes,
});

/** `POST /v1/clientFlagLogs:write` */
export const flagLogsBinary = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> =>
  binaryResponse(await writeFlagLogs(deps, inputOf(request)), NOTHING);

/** `POST /v1/materialization:readMaterializedOperations` */
export const readMaterializedBinary = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> => {
  const result = await readMaterialized(deps, inputOf(request));
  return binaryResponse(result, result.ok ? result.value : NOTHING);
};

/** `POST /v1/materialization:writeMaterializedOperations` */
export const writeMaterializedBinary = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> =>
  binaryResponse(await writeMaterialized(deps, inputOf(request)), NOTHING);
