import { OpenFeature as ServerOpenFeature } from '@openfeature/js-sdk';
import { OpenFeature as WebOpenFeature } from '@openfeature/web-sdk';
import { createConfidenceServerProvider } from '@spotify-confidence/openfeature-server-provider';
import { createConfidenceWebProvider } from '@spotify-confidence/openfeature-web-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestEdge } from '../testing/running-edge';
import type { RunningTestEdge } from '../testing/running-edge';
import { APP_SECRET, BROWSER_SECRET, wireState } from './testing/wire-state';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let edge: RunningTestEdge;
beforeAll(async () => {
  edge = await startTestEdge(wireState());
});
afterAll(async () => {
  await ServerOpenFeature.close();
  await WebOpenFeature.close();
  await edge.stop();
});

const options = (clientSecret: string) => ({
  region: 'eu' as const,
  baseUrl: edge.url,
  clientSecret,
  fetchImplementation: fetch,
});

describe('@spotify-confidence/openfeature-server-provider 0.0.3', () => {
  const clientOf = (name: string, apply?: { timeout: number }) => {
    const provider = createConfidenceServerProvider({
      ...options(APP_SECRET),
      ...(apply && { apply }),
    });
    ServerOpenFeature.setProvider(name, provider);
    return ServerOpenFeature.getClient(name);
  };

  it('resolves with its assignment logged at once', async () => {
    const client = clientOf('at-once');
    const context = { targetingKey: 'server-1' };
    const details = await client.getStringDetails('plain.color', '-', context);
    expect(details).toMatchObject({
      value: 'green',
      variant: 'flags/plain/variants/on',
      reason: 'TARGETING_MATCH',
    });
    await edge.untilLogged(({ unit }) => unit === 'server-1');
  });

  it('resolves and applies what is read', async () => {
    const client = clientOf('later', { timeout: 1 });
    const context = { targetingKey: 'server-2' };
    expect(await client.getNumberValue('plain.limit', 0, context)).toBe(4);
    expect(
      await edge.untilLogged(({ unit }) => unit === 'server-2'),
    ).toMatchObject({ flag: 'plain', variant: 'on', client: 'app' });
  });

  it.each([
    ['sweden.color', 'no rule matches'],
    ['code-default.color', 'the rule gives the client default'],
    ['plain.enabled', 'the variant is silent'],
    ['nope.color', 'there is no such flag'],
  ])('falls back to the code default for %s: %s', async flag => {
    const client = clientOf('fallback');
    const context = { targetingKey: 'server-3' };
    const value = await (flag === 'plain.enabled'
      ? client.getBooleanValue(flag, true, context)
      : client.getStringValue(flag, 'code', context));
    expect(value).toBe(flag === 'plain.enabled' ? true : 'code');
  });

  it('delivers default variants', async () => {
    const client = clientOf('defaults', { timeout: 1 });
    const context = { targetingKey: 'server-4' };
    expect(
      await client.getStringValue('with-default.color', '-', context),
    ).toBe('grey');
  });
});

describe('@spotify-confidence/openfeature-web-provider 0.0.3', () => {
  it('resolves all flags at once, list flags aside, and applies those read', async () => {
    await WebOpenFeature.setContext({ targetingKey: 'web-1', country: 'SE' });
    await WebOpenFeature.setProviderAndWait(
      createConfidenceWebProvider({
        ...options(BROWSER_SECRET),
        apply: { timeout: 1 },
      }),
    );
    const client = WebOpenFeature.getClient();
    expect(client.getStringValue('sweden.color', '-')).toBe('green');
    expect(client.getStringValue('with-default.color', '-')).toBe('grey');
    expect(client.getStringValue('lists.color', 'code')).toBe('code');
    expect(
      await edge.untilLogged(({ unit }) => unit === 'web-1'),
    ).toMatchObject({ flag: 'sweden', variant: 'on' });
    const mine = (await edge.lines()).filter(({ unit }) => unit === 'web-1');
    expect(mine).toHaveLength(1);
  });
});
