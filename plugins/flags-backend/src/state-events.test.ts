import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import { issuedCredentialSchema } from '@etude/plugin-flags-common';
import type { ResolverState } from '@etude/flags';
import { z } from 'zod';
import { describeOnDatabases } from './__testUtils__/test-databases';
import {
  newClient,
  newFlag,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';
import type { FlagsBackend } from './__testUtils__/start-flags-backend';
import { createServices } from './services/services';
import { migrate } from './stores/migrate';

const eventSchema = z.object({ version: z.number(), etag: z.string() });

/** The events of `GET /state/events`, one call of `next` each. */
const listen = async (
  { server }: Pick<FlagsBackend, 'server'>,
  authorization: string,
) => {
  const abort = new AbortController();
  const response = await fetch(
    `http://localhost:${server.port()}/api/flags/v1/state/events`,
    { headers: { authorization }, signal: abort.signal },
  );
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    response,
    close: () => abort.abort(),
    next: async (): Promise<{ version: number; etag: string }> => {
      for (;;) {
        const match = /^event: state\ndata: (.*)\n\n/m.exec(text);
        if (match?.[1] !== undefined) {
          text = text.slice(match.index + match[0].length);
          return eventSchema.parse(JSON.parse(match[1]));
        }
        const chunk = await reader?.read();
        if (!chunk || chunk.done) throw new Error('The stream has ended.');
        text += decoder.decode(chunk.value, { stream: true });
      }
    },
  };
};

describe('GET /state/events', () => {
  it('tells of every write the ETag that GET /state answers', async () => {
    const backend = await startFlagsBackend();
    const { ada, service } = backend;
    const stream = await listen(backend, mockCredentials.service.header());
    expect(stream.response.headers.get('content-type')).toContain(
      'text/event-stream',
    );
    const etagOfState = async () =>
      (await service.get('/v1/state').expect(200)).headers['etag'];
    const first = await stream.next();
    expect(first.etag).toBe(await etagOfState());
    await ada.post('/v1/clients', newClient()).expect(201);
    await ada.post('/v1/flags', newFlag()).expect(201);
    let event = await stream.next();
    while (event.etag !== (await etagOfState())) event = await stream.next();
    expect(event.version).toBeGreaterThan(first.version);
    stream.close();
  });

  it('is for services only', async () => {
    const backend = await startFlagsBackend();
    const stream = await listen(backend, mockCredentials.user.header());
    expect(stream.response.status).toBe(403);
    stream.close();
  });
});

describe('the signature of the state', () => {
  it('is that of its bytes with the configured key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const { service } = await startFlagsBackend({
      etude: { flags: { stateSigningKey: privateKey } },
    });
    const { text, headers } = await service.get('/v1/state').expect(200);
    const [kind, signature = ''] = (headers['x-etude-signature'] ?? '').split(
      ':',
    );
    expect(kind).toBe('ed25519');
    const isValid = (body: string) =>
      verify(
        null,
        Buffer.from(body),
        createPublicKey(publicKey),
        Buffer.from(signature, 'base64'),
      );
    expect(isValid(text)).toBe(true);
    expect(isValid(`${text} `)).toBe(false);
  });

  it('is not there without a key, and a wrong key is not quoted', async () => {
    const { service } = await startFlagsBackend();
    const { headers } = await service.get('/v1/state').expect(200);
    expect(headers['x-etude-signature']).toBeUndefined();
    await expect(
      startFlagsBackend({ etude: { flags: { stateSigningKey: 'hunter2' } } }),
    ).rejects.not.toThrow(/hunter2/);
  });
});

describe('rotation over HTTP', () => {
  it('answers a new secret of the same kind and environments', async () => {
    const { ada } = await startFlagsBackend();
    await ada.post('/v1/clients', newClient()).expect(201);
    const input = {
      name: 'web',
      kind: 'browser',
      environments: ['production'],
    };
    const old = issuedCredentialSchema.parse(
      (await ada.post('/v1/clients/webshop/credentials', input)).body,
    );
    const rotated = await ada
      .post(`/v1/clients/webshop/credentials/${old.credential.id}/rotate`, {
        overlapHours: 24,
      })
      .expect(201);
    const { credential, secret } = issuedCredentialSchema.parse(rotated.body);
    expect(credential).toMatchObject({ ...input, expiresAt: null });
    expect(secret).not.toBe(old.secret);
  });
});

describeOnDatabases('rotated credentials', init => {
  it('leave the state when their time is over, without any write', async () => {
    const database = await init();
    await migrate(database);
    let nowMs = Date.parse('2026-11-01T12:00:00Z');
    const services = createServices({
      database,
      account: 'acme',
      clock: { now: () => new Date(nowMs) },
    });
    const by = 'user:default/ada';
    await services.clients.create(
      { id: 'webshop', displayName: 'Shop', owner: 'group:default/growth' },
      by,
    );
    const old = await services.clients.issueCredential(
      'webshop',
      { name: 'production', kind: 'server', environments: [] },
      by,
    );
    const place = { clientId: 'webshop', credentialId: old.credential.id };
    const next = await services.clients.rotateCredential(
      place,
      { overlapHours: 2 },
      by,
    );
    const idsInState = async () => {
      const { body } = await services.state.current();
      const state = JSON.parse(body.toString()) as ResolverState;
      return state.clients[0]?.credentials.map(({ id }) => id).sort();
    };
    const both = [old.credential.id, next.credential.id].sort();
    expect(await idsInState()).toEqual(both);
    nowMs += 2 * 3_600_000 - 1;
    expect(await idsInState()).toEqual(both);
    nowMs += 1;
    expect(await idsInState()).toEqual([next.credential.id]);
    await expect(
      services.clients.rotateCredential(place, { overlapHours: 1 }, by),
    ).rejects.toMatchObject({
      problems: [{ code: 'ETUDE_FLAGS_CREDENTIAL_OVER' }],
    });
  });

  it('are told of by other replicas', async () => {
    const database = await init();
    await migrate(database);
    const options = {
      database,
      account: 'acme',
      clock: { now: () => new Date() },
    };
    const [one, two] = [createServices(options), createServices(options)];
    const versions: number[] = [];
    let tell: (() => void) | undefined;
    const stop = await two.stateEvents.listen({
      changed: ({ version }) => {
        versions.push(version);
        tell?.();
      },
      ended: () => undefined,
    });
    const told = new Promise<void>(resolve => {
      tell = resolve;
    });
    await one.clients.create(
      { id: 'webshop', displayName: 'Shop', owner: 'group:default/growth' },
      'user:default/ada',
    );
    await told;
    expect(versions.at(-1)).toBeGreaterThan(versions[0] ?? Infinity);
    stop();
    let isEnded = false;
    const leave = await two.stateEvents.listen({
      changed: () => undefined,
      ended: () => {
        isEnded = true;
      },
    });
    two.stateEvents.close();
    expect(isEnded).toBe(true);
    leave();
  });
});
