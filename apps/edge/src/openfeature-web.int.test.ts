import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';
import type { Provider } from '@openfeature/web-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { startTestEdge } from './testing/running-edge';
import type { RunningTestEdge } from './testing/running-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let edge: RunningTestEdge;
beforeAll(async () => {
  edge = await startTestEdge(exampleState());
  await OpenFeature.setContext({ targetingKey: 'web-1', country: 'SE' });
  const provider = new OFREPWebProvider({
    baseUrl: edge.url,
    pollInterval: 0,
    headers: [['Authorization', `Bearer ${SHOP_SECRET}`]],
  });
  // It declares optional hooks as possibly undefined, which our strictness
  // tells apart.
  await OpenFeature.setProviderAndWait(provider as Provider);
});
afterAll(async () => {
  await OpenFeature.close();
  await edge.stop();
});

const client = () => OpenFeature.getClient();

describe('the published OpenFeature web SDK and OFREP web provider', () => {
  it('read structs and their properties from one bulk answer', () => {
    expect(client().getObjectValue('banner', {})).toMatchObject({
      color: 'green',
      layout: { columns: 2 },
    });
    expect(client().getStringDetails('banner.color', '-')).toMatchObject({
      value: 'green',
      variant: 'green',
      reason: 'TARGETING_MATCH',
    });
    expect(client().getNumberValue('banner.layout.columns', 0)).toBe(2);
    expect(client().getBooleanValue('banner.enabled', false)).toBe(true);
  });

  it('fall back to the code default', () => {
    expect(client().getStringValue('own-default.color', 'code')).toBe('code');
    expect(client().getStringValue('nope.color', 'code')).toBe('code');
  });

  it('resolve again when the context changes', async () => {
    await OpenFeature.setContext({ targetingKey: 'web-2', country: 'NO' });
    expect(client().getStringValue('banner.color', 'code')).toBe('code');
    expect(
      await edge.untilLogged(({ unit }) => unit === 'web-2'),
    ).toMatchObject({ type: 'assignment', client: 'shop' });
  });
});
