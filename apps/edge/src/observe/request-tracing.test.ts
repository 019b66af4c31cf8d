import { ROOT_CONTEXT, propagation, trace } from '@opentelemetry/api';
import type { Context, Span, SpanOptions } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { edgeUnderTest } from '../testing/edge-under-test';
import { tracedHandler } from './request-tracing';

type Recorded = {
  name: string;
  options: SpanOptions | undefined;
  parent: unknown;
  status: unknown;
  isEnded: boolean;
};

/** A tracer provider that keeps what it is told, as an SDK would. */
const recordSpans = (): Recorded[] => {
  const recorded: Recorded[] = [];
  const noop = trace.getTracer('none').startSpan('none');
  const startSpan = (
    name: string,
    options?: SpanOptions,
    context: Context = ROOT_CONTEXT,
  ): Span => {
    const parent = context.getValue(PARENT);
    const entry: Recorded = {
      name,
      options,
      parent,
      status: undefined,
      isEnded: false,
    };
    recorded.push(entry);
    return Object.assign(Object.create(noop) as Span, {
      setAttribute: (_key: string, value: unknown) => {
        entry.status = value;
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
  return recorded;
};

const PARENT = Symbol('parent');

afterEach(() => {
  trace.disable();
  propagation.disable();
});

describe('tracedHandler', () => {
  it("gives every request a span that continues the caller's trace", async () => {
    const recorded = recordSpans();
    propagation.setGlobalPropagator({
      inject: () => undefined,
      extract: (context, carrier, getter) =>
        context.setValue(PARENT, getter.get(carrier, 'authorization')),
      fields: () => [],
    });
    const edge = edgeUnderTest();
    const handle = tracedHandler(edge.handle);
    await handle(edge.request('/ofrep/v1/evaluate/flags/fixed'));
    expect(recorded).toMatchObject([
      {
        name: 'edge ofrep-single',
        parent: 'Bearer shop-secret',
        status: 200,
        isEnded: true,
      },
    ]);
  });
});
