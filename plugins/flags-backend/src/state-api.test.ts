import { createHash } from 'node:crypto';
import type { ResolverState } from '@etude/flags';
import {
  newClient,
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';

describe('GET /state', () => {
  it('is for services only', async () => {
    const { ada, service } = await startFlagsBackend();
    const refused = await ada.get('/v1/state').expect(403);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_FORBIDDEN');
    await service.get('/v1/state').expect(200);
  });

  it('has the hash of its bytes as strong ETag and answers 304 to it', async () => {
    const { service } = await startFlagsBackend();
    const first = await service.get('/v1/state').expect(200);
    const hash = createHash('sha256').update(first.text).digest('base64url');
    expect(first.headers['etag']).toBe(`"${hash}"`);
    const second = await service
      .get('/v1/state')
      .set('if-none-match', `"${hash}"`)
      .expect(304);
    expect(second.text).toBe('');
    expect(second.headers['etag']).toBe(`"${hash}"`);
  });

  it('changes its version upwards and its ETag with each write', async () => {
    const { ada, service } = await startFlagsBackend();
    const versions: number[] = [];
    const etags = new Set<string>();
    const read = async () => {
      const { text, headers } = await service.get('/v1/state').expect(200);
      versions.push(Number((JSON.parse(text) as ResolverState).version));
      etags.add(headers['etag'] ?? '');
    };
    await read();
    await ada.post('/v1/clients', newClient()).expect(201);
    await read();
    await ada.post('/v1/flags', newFlag()).expect(201);
    await read();
    await ada.post('/v1/flags/checkout-button/archive').expect(200);
    await read();
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(4);
    expect(etags.size).toBe(4);
  });
});
