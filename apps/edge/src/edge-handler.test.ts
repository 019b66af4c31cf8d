import { describe, expect, it } from 'vitest';
import { edgeUnderTest, requestOf, textOf } from './testing/edge-under-test';

describe('paths of the edge itself', () => {
  it('answers preflights, health, readiness and status', async () => {
    const { handle } = edgeUnderTest();
    const ask = (method: string, path: string) =>
      handle(requestOf(method, path));
    const preflight = await ask('OPTIONS', '/v1/flags:resolve');
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain(
      '*, Authorization',
    );
    expect((await ask('GET', '/healthz')).status).toBe(200);
    expect((await ask('GET', '/readyz')).status).toBe(200);
    expect((await ask('HEAD', '/readyz')).status).toBe(200);
    expect((await ask('HEAD', '/v1/edge:status')).status).toBe(404);
    const status = await ask('GET', '/v1/edge:status');
    expect(JSON.parse(textOf(status))).toMatchObject({
      state: { version: '1', origin: 'backend', ageMs: 1_500 },
    });
    expect((await ask('GET', '/nothing')).status).toBe(404);
    expect((await ask('DELETE', '/v1/flags:resolve')).status).toBe(404);
  });
});
