import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEdge } from './run-edge';
import type { RunningEdge } from './run-edge';
import { edgeConfigOf } from './testing/edge-config-of';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { placeState } from './testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
let edge: RunningEdge;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-openfeature-'));
  await placeState(dir, exampleState());
  edge = await runEdge(edgeConfigOf(dir), () => undefined);
  await OpenFeature.setProviderAndWait(
    new OFREPProvider({
      baseUrl: `http://127.0.0.1:${edge.port}`,
      headers: [['Authorization', `Bearer ${SHOP_SECRET}`]],
    }),
  );
});
afterAll(async () => {
  await edge.stop();
  await rm(dir, { recursive: true, force: true });
});

const client = () => OpenFeature.getClient();
const sweden = { targetingKey: 'user-1', country: 'SE' };
const norway = { targetingKey: 'user-1', country: 'NO' };

describe('the published OpenFeature SDK and OFREP provider', () => {
  it('reads a struct with its variant and reason', async () => {
    const details = await client().getObjectDetails('banner', {}, sweden);
    expect(details).toMatchObject({
      value: { color: 'green', enabled: true, limit: 4 },
      variant: 'green',
      reason: 'TARGETING_MATCH',
      flagMetadata: { rule: 'sweden' },
    });
    expect(details.errorCode).toBeUndefined();
  });

  it('reads properties as scalars', async () => {
    expect(await client().getStringValue('banner.color', '-', sweden)).toBe(
      'green',
    );
    expect(
      await client().getBooleanValue('banner.enabled', false, sweden),
    ).toBe(true);
    expect(await client().getNumberValue('banner.limit', 0, sweden)).toBe(4);
  });

  it.each([
    ['no rule matches', 'banner.color', norway],
    ['the rule gives the client default', 'own-default.color', sweden],
    ['the variant leaves the property out', 'fixed.layout.columns', sweden],
    ['the flag does not exist', 'no-such-flag.color', sweden],
  ])('falls back to the code default when %s', async (_case, key, context) => {
    expect(await client().getStringValue(key, 'from code', context)).toBe(
      'from code',
    );
  });

  it('falls back to the default struct when no rule matches', async () => {
    const fallback = { color: 'from code' };
    expect(await client().getObjectValue('banner', fallback, norway)).toEqual(
      fallback,
    );
  });

  it.each([
    ['no-such-flag', sweden, 'FLAG_NOT_FOUND'],
    ['banner.price', sweden, 'FLAG_NOT_FOUND'],
    ['checkout-button', { targetingKey: 'x'.repeat(101) }, 'INVALID_CONTEXT'],
  ])('names what is wrong with %s', async (key, context, errorCode) => {
    const details = await client().getObjectDetails(key, {}, context);
    expect(details).toMatchObject({ value: {}, reason: 'ERROR', errorCode });
  });
});
