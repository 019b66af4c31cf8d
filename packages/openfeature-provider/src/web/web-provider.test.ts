import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeEdge } from '../testing/fake-edge';
import type { Answer, FakeEdge } from '../testing/fake-edge';
import type { BulkAnswer } from './bulk-answer';
import { EtudeWebProvider } from './web-provider';
import type { WebProviderOptions } from './web-provider-options';

/** The machine may be busy. */
const PATIENCE = { timeout: 4_000, interval: 5 };

const BULK = '/ofrep/v1/evaluate/flags';
const APPLY = '/v1/flags:apply';

const bulkAnswer = (color: string, resolveToken = 'token-1'): BulkAnswer => ({
  flags: [
    {
      key: 'checkout',
      value: { color, hint: null },
      reason: 'SPLIT',
      variant: 'new',
      metadata: { rule: 'half' },
    },
    { key: 'checkout.color', value: color, reason: 'SPLIT', variant: 'new' },
    { key: 'banner', reason: 'DEFAULT' },
    {
      key: 'broken',
      errorCode: 'INVALID_CONTEXT',
      errorDetails: 'The unit is no text.',
    },
  ],
  etude: { resolveToken, apply: ['checkout'] },
});

const answering =
  (color = 'green'): Answer =>
  () =>
    Response.json(bulkAnswer(color));

const providerOn = (
  edge: FakeEdge,
  options: Partial<WebProviderOptions> = {},
): EtudeWebProvider =>
  new EtudeWebProvider({
    edgeUrl: 'https://edge.test',
    clientSecret: 'browser-secret',
    fetch: edge.fetch,
    flushMs: 5,
    ...options,
  });

/** An OpenFeature client of `user-1` on a provider on `edge`. */
const clientOn = async (
  edge: FakeEdge,
  options: Partial<WebProviderOptions> = {},
) => {
  await OpenFeature.setContext({ targetingKey: 'user-1', country: 'SE' });
  await OpenFeature.setProviderAndWait(providerOn(edge, options));
  return OpenFeature.getClient();
};

afterEach(async () => {
  await OpenFeature.close();
  await OpenFeature.clearContexts();
});

describe('EtudeWebProvider', () => {
  it('fetches all flags once and answers from them', async () => {
    const edge = fakeEdge({ [BULK]: answering() });
    const client = await clientOn(edge, { follow: false });
    expect(client.getStringDetails('checkout.color', 'gray')).toMatchObject({
      value: 'green',
      variant: 'new',
      reason: 'SPLIT',
    });
    expect(client.getObjectValue('checkout', {})).toEqual({
      color: 'green',
      hint: null,
    });
    expect(edge.bodiesOf(BULK)).toEqual([
      { context: { targetingKey: 'user-1', country: 'SE' }, apply: false },
    ]);
  });

  it('leaves the code default where the answer has no value', async () => {
    const client = await clientOn(fakeEdge({ [BULK]: answering() }));
    expect(client.getStringDetails('banner', 'none')).toMatchObject({
      value: 'none',
      reason: 'DEFAULT',
    });
    expect(client.getStringDetails('checkout.hint', 'none')).toMatchObject({
      value: 'none',
      reason: 'DEFAULT',
    });
  });

  it.each([
    ['payment', 'FLAG_NOT_FOUND'],
    ['checkout', 'TYPE_MISMATCH'],
    ['broken', 'INVALID_CONTEXT'],
  ])('says why %s has no text: %s', async (key, errorCode) => {
    const edge = fakeEdge({ [BULK]: answering() });
    const client = await clientOn(edge);
    expect(client.getStringDetails(key, 'gray')).toMatchObject({
      value: 'gray',
      errorCode,
    });
    await OpenFeature.close();
    expect(edge.bodiesOf(APPLY)).toEqual([]);
  });

  it('tells the edge which flags were read, each once, and no other', async () => {
    const edge = fakeEdge({ [BULK]: answering() });
    const client = await clientOn(edge);
    client.getStringValue('checkout.color', 'gray');
    client.getObjectValue('checkout', {});
    client.getStringValue('banner', 'none');
    await OpenFeature.close();
    expect(edge.bodiesOf(APPLY)).toEqual([
      {
        clientSecret: 'browser-secret',
        resolveToken: 'token-1',
        flags: [{ flag: 'flags/checkout', applyTime: expect.any(String) }],
        sendTime: expect.any(String),
      },
    ]);
  });

  it('loses no apply to another that the edge refuses', async () => {
    let token = 'refused';
    const edge = fakeEdge({
      [BULK]: () => Response.json(bulkAnswer('green', token)),
      [APPLY]: ({ body }) =>
        new Response('{}', {
          status: JSON.stringify(body).includes('refused') ? 400 : 200,
        }),
    });
    const client = await clientOn(edge, { follow: false, flushMs: 60_000 });
    client.getStringValue('checkout.color', 'gray');
    token = 'token-2';
    await OpenFeature.setContext({ targetingKey: 'user-2' });
    client.getStringValue('checkout.color', 'gray');
    await OpenFeature.close();
    expect(edge.bodiesOf(APPLY)).toMatchObject([
      { resolveToken: 'refused' },
      { resolveToken: 'token-2' },
    ]);
  });

  it('applies nothing where the edge logged the answer itself', async () => {
    const { flags } = bulkAnswer('green');
    const edge = fakeEdge({ [BULK]: () => Response.json({ flags }) });
    const client = await clientOn(edge);
    expect(client.getStringValue('checkout.color', 'gray')).toBe('green');
    await OpenFeature.close();
    expect(edge.bodiesOf(APPLY)).toEqual([]);
  });

  it('never shows the flags of one person to another', async () => {
    let isDown = false;
    const edge = fakeEdge({
      [BULK]: request => (isDown ? null : answering()(request)),
    });
    const client = await clientOn(edge);
    isDown = true;
    await OpenFeature.setContext({ targetingKey: 'user-2' });
    expect(client.getStringDetails('checkout.color', 'gray')).toMatchObject({
      value: 'gray',
      errorCode: expect.stringMatching(/PROVIDER_NOT_READY|GENERAL/),
    });
  });

  it('keeps what it has when the same person cannot be asked about again', async () => {
    let isDown = false;
    const edge = fakeEdge({
      [BULK]: request => (isDown ? null : answering()(request)),
    });
    const client = await clientOn(edge, { pollMs: 5 });
    const stale = new Promise(resolve => {
      client.addHandler(ProviderEvents.Stale, resolve);
    });
    isDown = true;
    await stale;
    expect(client.getStringDetails('checkout.color', 'gray')).toMatchObject({
      value: 'green',
      reason: 'STALE',
    });
  });

  it('takes over a pushed change and says so', async () => {
    let color = 'green';
    const edge = fakeEdge({
      [BULK]: ({ headers }) =>
        headers.get('if-none-match') === `"${color}"`
          ? new Response(null, { status: 304 })
          : Response.json(bulkAnswer(color), {
              headers: { etag: `"${color}"` },
            }),
    });
    const client = await clientOn(edge);
    const changed = new Promise(resolve => {
      client.addHandler(ProviderEvents.ConfigurationChanged, resolve);
    });
    color = 'red';
    edge.pushChange();
    await changed;
    expect(client.getStringValue('checkout.color', 'gray')).toBe('red');
  });

  it('does not go back to an answer that a later one has overtaken', async () => {
    let color = 'green';
    const edge = fakeEdge({ [BULK]: () => Response.json(bulkAnswer(color)) });
    let isSlow = false;
    const late = Promise.withResolvers<undefined>();
    const read = Promise.withResolvers<undefined>();
    const client = await clientOn(edge, {
      fetch: async (url, init) => {
        const response = await edge.fetch(url, init);
        if (!isSlow || !url.endsWith(BULK)) return response;
        isSlow = false;
        const body: unknown = await response.json();
        await late.promise;
        setTimeout(read.resolve, 0, undefined);
        return Response.json(body);
      },
    });
    const fetched = (times: number) =>
      vi.waitFor(
        () => expect(edge.bodiesOf(BULK)).toHaveLength(times),
        PATIENCE,
      );
    // At the start, and as the stream of changes begins.
    await fetched(2);
    isSlow = true;
    color = 'blue';
    edge.pushChange();
    await fetched(3);
    color = 'red';
    edge.pushChange();
    const colorNow = () => client.getStringValue('checkout.color', 'gray');
    await vi.waitFor(() => expect(colorNow()).toBe('red'), PATIENCE);
    late.resolve(undefined);
    await read.promise;
    expect(colorNow()).toBe('red');
  });

  it('shows the flags that the page came with before any request', async () => {
    const edge = fakeEdge({ [BULK]: () => null });
    const client = await clientOn(edge, {
      bootstrap: bulkAnswer('blue'),
      follow: false,
    });
    expect(client.getStringValue('checkout.color', 'gray')).toBe('blue');
    expect(edge.bodiesOf(BULK)).toEqual([]);
  });

  it('is in error without an answer, and recovers by itself', async () => {
    let isDown = true;
    const edge = fakeEdge({
      [BULK]: request => (isDown ? null : answering()(request)),
    });
    await expect(clientOn(edge, { pollMs: 5 })).rejects.toThrow(
      'did not answer',
    );
    const client = OpenFeature.getClient();
    expect(client.getStringValue('checkout.color', 'gray')).toBe('gray');
    const ready = new Promise(resolve => {
      client.addHandler(ProviderEvents.Ready, resolve);
    });
    isDown = false;
    await ready;
    expect(client.getStringDetails('checkout.color', 'gray')).toMatchObject({
      value: 'green',
      reason: 'SPLIT',
    });
  });

  it('publishes what is tracked, with the context of the page', async () => {
    const edge = fakeEdge({ [BULK]: answering() });
    const client = await clientOn(edge);
    client.track('signup', { value: 1 });
    await OpenFeature.close();
    expect(edge.bodiesOf('/v1/events:publish')).toMatchObject([
      {
        clientSecret: 'browser-secret',
        events: [
          {
            eventDefinition: 'eventDefinitions/signup',
            payload: {
              value: 1,
              context: { targeting_key: 'user-1', country: 'SE' },
            },
          },
        ],
      },
    ]);
  });
});
