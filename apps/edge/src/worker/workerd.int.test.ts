import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { OpenFeature as WebOpenFeature } from '@openfeature/web-sdk';
import type { Provider as WebProvider } from '@openfeature/web-sdk';
import { compileState } from '@etude/resolver';
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  it,
  vi,
} from 'vitest';
import { startSoakPortal } from '../soak/soak-portal';
import type { SoakPortal } from '../soak/soak-portal';
import { SHOP_SECRET } from '../testing/example-state';
import { startTestEdge } from '../testing/running-edge';
import type { RunningTestEdge } from '../testing/running-edge';
import { NO_BACKEND } from '../testing/spawned-edge';
import { bundleWorker } from './bundle-worker';
import {
  BROWSER_SECRET,
  LONELY_SECRET,
  workerState,
} from './testing/worker-state-document';
import { startWorkerd } from './testing/workerd-process';
import type { WorkerdProcess } from './testing/workerd-process';
import { workerdProgram } from './testing/workerd-program';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const program = workerdProgram();
if ('unavailable' in program) {
  process.stderr.write(
    `SKIPPED: the edge in a Worker: ${program.unavailable}\n`,
  );
}

const BULK = '/ofrep/v1/evaluate/flags';

let dir: string;
let portal: SoakPortal;
let collector: RunningTestEdge;
let workerd: WorkerdProcess;
const others: WorkerdProcess[] = [];

const start = (env: Record<string, string>, config?: string) =>
  startWorkerd('path' in program ? program.path : '', dir, {
    env,
    ...(config && { config }),
  });

const startAnother = async (env: Record<string, string>, config?: string) => {
  const another = await start(env, config);
  others.push(another);
  return another;
};

const collecting = () => ({
  ETUDE_COLLECT_URL: collector.url,
  ETUDE_COLLECT_SECRETS: SHOP_SECRET,
});

beforeAll(async () => {
  if ('unavailable' in program) return;
  dir = await mkdtemp(join(tmpdir(), 'etude-workerd-'));
  [portal, collector] = await Promise.all([
    startSoakPortal(workerState('1')),
    startTestEdge(workerState('1')),
    bundleWorker(dir),
  ]);
  workerd = await start({
    ...collecting(),
    ETUDE_BACKEND_URL: portal.url,
    ETUDE_STATE_POLL_MS: '50',
  });
});
afterEach(async () => {
  await Promise.all(others.splice(0).map(other => other.end()));
});
afterAll(async () => {
  if ('unavailable' in program) return;
  await OpenFeature.close();
  await WebOpenFeature.close();
  await workerd.end();
  portal.stop();
  await collector.stop();
  await rm(dir, { recursive: true, force: true });
});

const ask = (
  path: string,
  context: Record<string, unknown>,
  {
    url = workerd.url,
    secret = BROWSER_SECRET,
    headers = {},
  }: { url?: string; secret?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${url}${BULK}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, ...headers },
    body: JSON.stringify({ context }),
  });

const loggedFor = async (unit: string) =>
  (await collector.lines()).filter(line => line['unit'] === unit);

describe.skipIf('unavailable' in program)('the edge under workerd', () => {
  it('answers the published OFREP provider, its assignment written down before', async () => {
    await OpenFeature.setProviderAndWait(
      new OFREPProvider({
        baseUrl: workerd.url,
        headers: [['Authorization', `Bearer ${BROWSER_SECRET}`]],
      }),
    );
    const client = OpenFeature.getClient();
    const context = { targetingKey: 'worker-1', country: 'SE' };
    expect(await client.getObjectDetails('banner', {}, context)).toMatchObject({
      value: { color: 'green', enabled: true, limit: 4 },
      variant: 'green',
      reason: 'TARGETING_MATCH',
    });
    expect(await loggedFor('worker-1')).toMatchObject([
      {
        flag: 'banner',
        rule: 'sweden',
        variant: 'green',
        client: 'shop',
        environment: 'production',
        selector: 'targeting_key',
      },
    ]);
    expect(await client.getNumberValue('banner.limit', 0, context)).toBe(4);
    expect(
      await client.getStringDetails('no-such-flag', '-', context),
    ).toMatchObject({ value: '-', errorCode: 'FLAG_NOT_FOUND' });
    // What is written down is not sent again.
    expect(await loggedFor('worker-1')).toHaveLength(1);
  });

  it('answers the published OFREP web provider', async () => {
    await WebOpenFeature.setContext({
      targetingKey: 'worker-2',
      country: 'SE',
    });
    const provider = new OFREPWebProvider({
      baseUrl: workerd.url,
      pollInterval: 0,
      headers: [['Authorization', `Bearer ${BROWSER_SECRET}`]],
    });
    // It declares optional hooks as possibly undefined, which our strictness
    // tells apart.
    await WebOpenFeature.setProviderAndWait(provider as WebProvider);
    const client = WebOpenFeature.getClient();
    expect(client.getBooleanValue('banner.enabled', false)).toBe(true);
    expect(client.getStringValue('fixed.color', '-')).toBe('blue');
    const flags = (await loggedFor('worker-2')).map(({ flag }) => flag);
    expect(flags).toContain('banner');
    expect(flags).toContain('fixed');
  });

  it('answers 304 to its own ETag, and to no other', async () => {
    const context = { targetingKey: 'worker-3' };
    const first = await ask('', context);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    const again = await ask('', context, {
      headers: { 'if-none-match': etag },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await ask('', context, {
      headers: { 'if-none-match': '"0"' },
    });
    expect(other.status).toBe(200);
  });

  it('lets browsers of any origin in, and nobody without a secret', async () => {
    const preflight = await fetch(`${workerd.url}${BULK}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    });
    expect(preflight.status).toBe(204);
    const { headers } = preflight;
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toContain(
      'Authorization',
    );
    const refused = await ask('', {}, { secret: 'wr0ng' });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask('/nope', {})).status).toBe(404);
    const large = await ask('/fixed', { filler: 'x'.repeat(2_200_000) });
    expect(large.status).toBe(413);
  });

  it('answers from a new state soon after it is published', async () => {
    const variantOf = async () => {
      const answer = await ask('/fixed', { targetingKey: 'worker-4' });
      return answer.status === 404 ? 'gone' : 'there';
    };
    expect(await variantOf()).toBe('there');
    const next = workerState('2');
    for (const flag of next.flags) {
      if (flag.name === 'flags/fixed') flag.state = 'archived';
    }
    portal.publish(next);
    await vi.waitFor(async () => expect(await variantOf()).toBe('gone'), {
      timeout: 5_000,
    });
    const status = await fetch(`${workerd.url}/v1/edge:status`);
    expect(await status.json()).toMatchObject({
      state: { version: '2', origin: 'backend', isStale: false },
      lastPollError: null,
    });
  });

  it('refuses to answer what it cannot have written down', async () => {
    const context = { targetingKey: 'worker-5', country: 'SE' };
    const uncollected = await ask('/banner', context, {
      secret: LONELY_SECRET,
    });
    expect(uncollected.status).toBe(503);
    await vi.waitFor(
      () => expect(workerd.log()).toContain("for client 'lonely'"),
      20_000,
    );
    const { url, log } = await startAnother({
      ...collecting(),
      ETUDE_COLLECT_URL: NO_BACKEND,
      ETUDE_STATE: JSON.stringify(workerState('bound')),
    });
    const alone = await ask('/banner', context, { url });
    expect(alone.status).toBe(503);
    expect(alone.headers.get('retry-after')).toBe('5');
    await vi.waitFor(() => expect(log()).toContain('did not answer'), 20_000);
    expect(log()).not.toContain(SHOP_SECRET);
    // Where there is nothing to write down, the state in the binding answers.
    const norway = { targetingKey: 'worker-5', country: 'NO' };
    const unassigned = await ask('/banner', norway, { url });
    expect(await unassigned.json()).toMatchObject({ reason: 'DEFAULT' });
    expect(await loggedFor('worker-5')).toEqual([]);
  });

  it('takes the flags of one client from an edge', async () => {
    const { url } = await startAnother({
      ...collecting(),
      ETUDE_STATE_URL: `${collector.url}/v1/state`,
      ETUDE_EDGE_TOKEN: SHOP_SECRET,
    });
    const answerTo = (secret: string) =>
      ask('/fixed', { targetingKey: 'worker-6' }, { url, secret });
    expect(await (await answerTo(SHOP_SECRET)).json()).toMatchObject({
      variant: 'blue',
    });
    expect(await loggedFor('worker-6')).toMatchObject([{ client: 'shop' }]);
    // The state that an edge gives knows the secret that asked for it only.
    expect((await answerTo(BROWSER_SECRET)).status).toBe(401);
  });

  it('takes only states that are signed for its key', async () => {
    const keys = generateKeyPairSync('ed25519');
    const others = generateKeyPairSync('ed25519');
    const signed = await startSoakPortal(workerState('signed'), body => {
      const signature = sign(null, Buffer.from(body), keys.privateKey);
      return `ed25519:${signature.toString('base64')}`;
    });
    const readiness = async ({ publicKey }: typeof keys) => {
      const { url } = await startAnother({
        ...collecting(),
        ETUDE_BACKEND_URL: signed.url,
        ETUDE_STATE_PUBLIC_KEY: String(
          publicKey.export({ type: 'spki', format: 'pem' }),
        ).replaceAll('\n', '\\n'),
      });
      return (await fetch(`${url}/readyz`)).status;
    };
    expect(await readiness(keys)).toBe(200);
    expect(await readiness(others)).toBe(503);
    signed.stop();
  });

  it('gives every unit the variant that other edges give, without WebAssembly from bytes', async () => {
    const probe = `export default { fetch() {
      try {
        new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
        return new Response('compiled');
      } catch (error) { return new Response(String(error)); }
    } };`;
    await writeFile(join(dir, 'probe.js'), probe);
    await writeFile(
      join(dir, 'probe.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (
        services = [(name = "probe", worker = (
          modules = [(name = "probe", esModule = embed "probe.js")],
          compatibilityDate = "2026-09-01",
        ))],
        sockets = [(name = "http", http = (), service = "probe")],
      );`,
    );
    const { url } = await startAnother({}, 'probe.capnp');
    expect(await (await fetch(url)).text()).toMatch(/disallowed/i);

    const resolver = compileState(workerState('1'));
    const credential = resolver.findCredential(hash('sha256', SHOP_SECRET));
    if (!credential) throw new Error('The example has a credential.');
    // All at once: requests of a Worker must not wait for each other.
    const units = Array.from({ length: 200 }, (_, unit) => `unit-ü-${unit}`);
    const answers = await Promise.all(
      units.map(async targetingKey => {
        const answer = await ask('/checkout-button', { targetingKey });
        return ((await answer.json()) as { variant: string }).variant;
      }),
    );
    const expected = units.map(unit => {
      const resolution = resolver.resolveFlag('flags/checkout-button', {
        credential,
        context: { targeting_key: unit },
      });
      return resolution?.variant?.split('/').at(-1);
    });
    expect(answers).toEqual(expected);
    expect(new Set(answers)).toEqual(new Set(['blue', 'green']));
    const logged = (await collector.lines()).filter(({ unit }) =>
      units.includes(String(unit)),
    );
    expect(logged).toHaveLength(units.length);
  });
});
