import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  propagation,
  trace,
} from '@opentelemetry/api';
import type { Span, TextMapGetter } from '@opentelemetry/api';
import type { EdgeHandler } from '../edge-handler';
import type { EdgeResponse, RequestHeaders } from '../http-message';
import { routeOf } from './request-meter';

const headerGetter: TextMapGetter<RequestHeaders> = {
  keys: headers => Object.keys(headers),
  get: (headers, name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  },
};

const SERVER_ERROR = 500;

const end = (span: Span, { status }: EdgeResponse): void => {
  span.setAttribute('http.response.status_code', status);
  if (status >= SERVER_ERROR) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};

/**
 * The handler with a span around every request, continuing the caller's trace.
 * The spans go to the OpenTelemetry SDK that the operator has loaded; without
 * one they go nowhere.
 */
export const tracedHandler = (handle: EdgeHandler): EdgeHandler => {
  const tracer = trace.getTracer('@etude/edge');
  return request => {
    const parent = propagation.extract(
      ROOT_CONTEXT,
      request.headers,
      headerGetter,
    );
    const route = routeOf(request);
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
    };
    const options = { kind: SpanKind.SERVER, attributes };
    const span = tracer.startSpan(`edge ${route}`, options, parent);
    const answer = handle(request);
    if (answer instanceof Promise) {
      return answer.then(
        response => {
          end(span, response);
          return response;
        },
        (error: unknown) => {
          span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
          throw error;
        },
      );
    }
    end(span, answer);
    return answer;
  };
};
