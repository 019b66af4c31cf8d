import { afterEach, describe, expect, it } from 'vitest';
import { edgeUnderTest } from '../testing/edge-under-test';
import { forgetSpans, recordSpans } from '../testing/recorded-spans';
import { tracedHandler } from './request-tracing';

afterEach(forgetSpans);

describe('tracedHandler', () => {
  it("gives every request a span that continues the caller's trace", async () => {
    const recorded = recordSpans();
    const edge = edgeUnderTest();
    const handle = tracedHandler(edge.handle);
    await handle(edge.request('/ofrep/v1/evaluate/flags/fixed'));
    expect(recorded).toMatchObject([
      {
        name: 'edge ofrep-single',
        parent: 'Bearer shop-secret',
        attributes: { 'http.response.status_code': 200 },
        isEnded: true,
      },
    ]);
  });
});
