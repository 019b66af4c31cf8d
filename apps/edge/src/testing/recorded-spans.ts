import { ROOT_CONTEXT, propagation, trace } from '@opentelemetry/api';
import type { Context, Span, SpanOptions } from '@opentelemetry/api';

/** A span as an SDK of OpenTelemetry would be told of it. */
type RecordedSpan = {
  readonly name: string;
  readonly options: SpanOptions | undefined;
  /** What the caller sent in the header or metadata `authorization`. */
  readonly parent: unknown;
  readonly attributes: Record<string, unknown>;
  isEnded: boolean;
};

const PARENT = Symbol('parent');

/**
 * Installs a tracer provider that keeps what it is told, and a propagator that
 * takes `authorization` for the caller's trace.
 */
export const recordSpans = (): RecordedSpan[] => {
  const recorded: RecordedSpan[] = [];
  const noop = trace.getTracer('none').startSpan('none');
  const startSpan = (
    name: string,
    options?: SpanOptions,
    context: Context = ROOT_CONTEXT,
  ): Span => {
    const entry: RecordedSpan = {
      name,
      options,
      parent: context.getValue(PARENT),
      attributes: {},
      isEnded: false,
    };
    recorded.push(entry);
    return Object.assign(Object.create(noop) as Span, {
      setAttribute: (key: string, value: unknown) => {
        entry.attributes[key] = value;
      },
      end: () => {
        entry.isEnded = true;
      },
    });
  };
  const startActiveSpan = () => {
    throw new Error('The edge starts spans itself.');
  };
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startSpan, startActiveSpan }),
  });
  propagation.setGlobalPropagator({
    inject: () => undefined,
    extract: (context, carrier, getter) =>
      context.setValue(PARENT, getter.get(carrier, 'authorization')),
    fields: () => [],
  });
  return recorded;
};

/** Undoes {@link recordSpans}. */
export const forgetSpans = (): void => {
  trace.disable();
  propagation.disable();
};
