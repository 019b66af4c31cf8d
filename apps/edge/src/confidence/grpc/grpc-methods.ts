import { writeFlagLogs } from '../flag-logs';
import {
  readMaterialized,
  writeMaterialized,
} from '../materialization-operations';
import { applyFlags } from '../apply-flags';
import { messagesIn, textIn } from '../proto/decoded-message';
import { jsonOfStruct, structMessageOf } from '../proto/struct';
import { timeOfTimestamp } from '../proto/timestamp';
import { wireMessage } from '../proto/wire-types';
import { publishEvents } from '../publish-events';
import { resolveFlags } from '../resolve-flags';
import { profileOfSdkId } from '../sdk-profile';
import { WIRE_REASONS, schemaMessage } from '../wire-flag';
import type { WireFlag } from '../wire-flag';
import { refuse } from '../wire-result';
import type { WireResult } from '../wire-result';
import type { WireDeps } from '../wire-session';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';

/** A call: its message in protobuf, and the secret of its metadata. */
export type GrpcCall = {
  readonly bytes: Uint8Array;
  readonly secret: string | null;
};

/** Answers a call with a message in protobuf. */
export type GrpcMethod = (
  call: GrpcCall,
  deps: WireDeps,
) => Promise<WireResult<Buffer>>;

const RESOLVER = 'confidence.flags.resolver.v1';
const EVENTS = 'confidence.events.v1';
const resolveRequest = wireMessage(`${RESOLVER}.ResolveFlagsRequest`);
const resolveResponse = wireMessage(`${RESOLVER}.ResolveFlagsResponse`);
const applyRequest = wireMessage(`${RESOLVER}.ApplyFlagsRequest`);
const publishRequest = wireMessage(`${EVENTS}.PublishEventsRequest`);
const publishResponse = wireMessage(`${EVENTS}.PublishEventsResponse`);

const EMPTY = Buffer.alloc(0);

const decoded = (
  message: typeof resolveRequest,
  bytes: Uint8Array,
): WireResult<JsonBody> => {
  const read = message.decode(bytes);
  return read.ok
    ? read
    : refuse('invalidArgument', read.problems[0]?.message ?? '');
};

/** The secret in the message, else the one in the metadata. */
const secretOf = (message: JsonBody, call: GrpcCall): string | null => {
  const secret = textIn(message, 'clientSecret');
  return secret === '' ? call.secret : secret;
};

const bytesIn = (message: JsonBody, name: string): Uint8Array => {
  const value = message[name];
  return value instanceof Uint8Array ? value : EMPTY;
};

const flagMessage = ({
  value,
  schema,
  reason,
  ...flag
}: WireFlag): JsonBody => ({
  ...flag,
  reason: WIRE_REASONS[reason],
  ...(value === null || schema === null
    ? {}
    : { value: structMessageOf(value), flagSchema: schemaMessage(schema) }),
});

const resolve: GrpcMethod = async (call, deps) => {
  const request = decoded(resolveRequest, call.bytes);
  if (!request.ok) return request;
  const { flags, sdk, apply, evaluationContext } = request.value;
  const resolved = await resolveFlags(deps, {
    secret: secretOf(request.value, call),
    flags: Array.isArray(flags)
      ? flags.filter(name => typeof name === 'string')
      : [],
    context: jsonOfStruct(evaluationContext),
    apply: apply === true,
    profile: isJsonBody(sdk) ? profileOfSdkId(sdk['id']) : 'full',
  });
  if (!resolved.ok) return resolved;
  const { token, resolveId } = resolved.value;
  return {
    ok: true,
    value: resolveResponse.encode({
      resolvedFlags: resolved.value.flags.map(flagMessage),
      resolveToken: token,
      resolveId,
    }),
  };
};

const apply: GrpcMethod = async (call, deps) => {
  const request = decoded(applyRequest, call.bytes);
  if (!request.ok) return request;
  const applied = await applyFlags(deps, {
    secret: secretOf(request.value, call),
    token: bytesIn(request.value, 'resolveToken'),
    flags: messagesIn(request.value, 'flags').map(used => ({
      flag: textIn(used, 'flag'),
      applyTime: timeOfTimestamp(used['applyTime']),
    })),
    sendTime: timeOfTimestamp(request.value['sendTime']),
  });
  return applied.ok ? { ok: true, value: EMPTY } : applied;
};

const VALIDATION_FAILED = 2;

const publish: GrpcMethod = async (call, deps) => {
  const request = decoded(publishRequest, call.bytes);
  if (!request.ok) return request;
  const published = await publishEvents(deps, {
    secret: secretOf(request.value, call),
    events: messagesIn(request.value, 'events').map(event => ({
      eventDefinition: textIn(event, 'eventDefinition'),
      eventTime: timeOfTimestamp(event['eventTime'])?.toISOString(),
      payload: jsonOfStruct(event['payload']),
    })),
  });
  if (!published.ok) return published;
  const errors = published.value.map(({ index, message }) => ({
    index,
    reason: VALIDATION_FAILED,
    message,
  }));
  return { ok: true, value: publishResponse.encode({ errors }) };
};

const writeLogs: GrpcMethod = async (call, deps) => {
  const written = await writeFlagLogs(deps, call);
  return written.ok ? { ok: true, value: EMPTY } : written;
};

const writeOperations: GrpcMethod = async (call, deps) => {
  const written = await writeMaterialized(deps, call);
  return written.ok ? { ok: true, value: EMPTY } : written;
};

/** Methods by service name, then by their own name. */
export const GRPC_SERVICES: Readonly<
  Record<string, Readonly<Record<string, GrpcMethod>>>
> = {
  [`${RESOLVER}.FlagResolverService`]: {
    ResolveFlags: resolve,
    ApplyFlags: apply,
  },
  [`${EVENTS}.EventsService`]: { PublishEvents: publish },
  [`${RESOLVER}.InternalFlagLoggerService`]: {
    ClientWriteFlagLogs: writeLogs,
    ReadMaterializedOperations: (call, deps) => readMaterialized(deps, call),
    WriteMaterializedOperations: writeOperations,
  },
};
