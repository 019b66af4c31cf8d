import { describe, expect, it } from 'vitest';
import { toFetchHandler } from './fetch-handler';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { edgeUnderTest } from './testing/edge-under-test';

const URL_OF = 'https://edge.example/ofrep/v1/evaluate/flags';

const post = (path: string, body: string, headers = {}) =>
  new Request(`${URL_OF}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_SECRET}`, ...headers },
    body,
  });

const context = JSON.stringify({ context: { targetingKey: 'user-1' } });

describe('toFetchHandler', () => {
  it('answers a Request with a Response and logs the assignment', async () => {
    const edge = edgeUnderTest();
    const handler = toFetchHandler(edge.handle);
    const response = await handler(post('/fixed', context));
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ variant: 'blue' });
    expect(edge.lines).toMatchObject([{ flag: 'fixed', unit: 'user-1' }]);
  });

  it('keeps ETags, bodiless answers and preflights as they are', async () => {
    const handler = toFetchHandler(edgeUnderTest().handle);
    const first = await handler(post('', context));
    const etag = first.headers.get('etag') ?? '';
    const again = await handler(post('', context, { 'if-none-match': etag }));
    expect(again.status).toBe(304);
    expect(again.body).toBeNull();
    const preflight = await handler(new Request(URL_OF, { method: 'OPTIONS' }));
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-max-age')).toBe('86400');
  });

  it('refuses a body over its limit', async () => {
    const handler = toFetchHandler(edgeUnderTest().handle, 10);
    expect((await handler(post('/fixed', 'x'.repeat(11)))).status).toBe(413);
  });

  it('streams changes until the reader goes', async () => {
    const edge = edgeUnderTest();
    const handler = toFetchHandler(edge.handle);
    const bulk = await (await handler(post('', context))).text();
    const path = /"requestUri":"([^"]+)"/.exec(bulk)?.[1] ?? '';
    const response = await handler(new Request(`https://edge.example${path}`));
    expect(edge.changes.size).toBe(1);
    edge.publish(exampleState({ flags: [] }));
    const reader = response.body
      ?.pipeThrough(new TextDecoderStream())
      .getReader();
    const read = async () => (await reader?.read())?.value;
    expect(await read()).toMatch(/^retry: \d+\n\n$/);
    expect(await read()).toContain('"type":"refetchEvaluation"');
    await reader?.cancel();
    expect(edge.changes.size).toBe(0);
  });
});
