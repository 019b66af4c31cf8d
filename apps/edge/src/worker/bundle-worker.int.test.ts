import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SHOP_SECRET } from '../testing/example-state';
import { NO_BACKEND } from '../testing/spawned-edge';
import { bundleWorker } from './bundle-worker';
import { workerState } from './testing/worker-state-document';
import type { WorkerContext } from './worker';
import type { WorkerBindings } from './worker-config';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Worker = {
  readonly default: {
    readonly fetch: (
      request: Request,
      bindings: WorkerBindings,
      context: WorkerContext,
    ) => Promise<Response>;
  };
};

const MAX_GZIP_BYTES = 150_000;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-worker-bundle-'));
  await bundleWorker(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it('is one small file that answers wherever there is the Fetch standard', async () => {
  const file = join(dir, 'worker.js');
  const text = await readFile(file);
  expect(gzipSync(text).length).toBeLessThan(MAX_GZIP_BYTES);
  const bundled: Worker = await import(pathToFileURL(file).href);
  const answer = await bundled.default.fetch(
    new Request('https://worker.example/ofrep/v1/evaluate/flags/banner', {
      method: 'POST',
      headers: { 'x-api-key': SHOP_SECRET },
      body: '{"context":{"targetingKey":"u","country":"NO"}}',
    }),
    {
      ETUDE_STATE: workerState('1'),
      ETUDE_COLLECT_URL: NO_BACKEND,
      ETUDE_COLLECT_SECRETS: SHOP_SECRET,
    },
    { waitUntil: () => undefined },
  );
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ key: 'banner', reason: 'DEFAULT' });
});
