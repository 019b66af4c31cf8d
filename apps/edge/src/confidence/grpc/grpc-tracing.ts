import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  propagation,
  trace,
} from '@opentelemetry/api';
import type { TextMapGetter } from '@opentelemetry/api';
import { status } from '@grpc/grpc-js';
import type { Metadata } from '@grpc/grpc-js';

/** Starts the span of a call; gives what ends it, told the code of gRPC. */
export type StartCallSpan = (
  service: string,
  method: string,
  metadata: Metadata,
) => (code: number) => void;

const metadataGetter: TextMapGetter<Metadata> = {
  keys: metadata => Object.keys(metadata.getMap()),
  get: (metadata, name) => metadata.get(name)[0]?.toString(),
};

/** Codes that are the fault of the server, as OpenTelemetry sees it. */
const SERVER_ERRORS: readonly number[] = [status.INTERNAL, status.UNAVAILABLE];

/**
 * A span for a call, continuing the caller's trace; see `tracedHandler` for
 * requests over HTTP.
 */
export const startCallSpan: StartCallSpan = (service, method, metadata) => {
  const parent = propagation.extract(ROOT_CONTEXT, metadata, metadataGetter);
  const attributes = {
    'rpc.system': 'grpc',
    'rpc.service': service,
    'rpc.method': method,
  };
  const options = { kind: SpanKind.SERVER, attributes };
  const span = trace
    .getTracer('@etude/edge')
    .startSpan(`edge grpc-${method}`, options, parent);
  return code => {
    span.setAttribute('rpc.grpc.status_code', code);
    if (SERVER_ERRORS.includes(code)) {
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  };
};
