import { describe, expect, it, vi } from 'vitest';
import { hash } from 'node:crypto';
import { compileState } from '@etude/resolver';
import { HeaderAuthenticator } from './authenticate';
import { edgeUnderTest, requestOf } from './testing/edge-under-test';
import { SHOP_SECRET, exampleState } from './testing/example-state';

const withHeaders = (headers: Record<string, string>) =>
  requestOf('POST', '/', { headers });
const bearer = (secret: string) =>
  withHeaders({ authorization: `Bearer ${secret}` });

const setUp = () => {
  const sha256 = vi.fn((text: string) => hash('sha256', text));
  const authenticator = new HeaderAuthenticator(compileState(exampleState()));
  return { authenticator, sha256 };
};

describe('HeaderAuthenticator', () => {
  it('hashes a known secret once, and an unknown one each time', () => {
    const { authenticator, sha256 } = setUp();
    for (let i = 0; i < 3; i += 1) {
      const found = authenticator.credentialOf(bearer(SHOP_SECRET), sha256);
      expect(found?.client).toBe('shop');
    }
    expect(sha256).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 3; i += 1) {
      expect(authenticator.credentialOf(bearer('no'), sha256)).toBeNull();
    }
    expect(sha256).toHaveBeenCalledTimes(4);
  });

  it('takes the key beside an Authorization header that is not its own', () => {
    const { authenticator, sha256 } = setUp();
    const request = withHeaders({
      authorization: 'Basic dXNlcjpwYXNz',
      'x-api-key': SHOP_SECRET,
    });
    expect(authenticator.credentialOf(request, sha256)?.client).toBe('shop');
    const other = withHeaders({
      authorization: 'Basic dXNlcjpwYXNz',
      'x-api-key': 'no',
    });
    expect(authenticator.credentialOf(other, sha256)).toBeNull();
  });

  it('refuses a revoked credential with the next state', async () => {
    const edge = edgeUnderTest();
    const evaluate = () =>
      edge.post('/ofrep/v1/evaluate/flags/fixed', {
        context: { targetingKey: 'user-1' },
      });
    expect((await evaluate()).status).toBe(200);
    expect((await evaluate()).status).toBe(200);
    const state = exampleState();
    const [client] = state.clients;
    if (client) client.credentials = [];
    edge.publish(state);
    expect((await evaluate()).status).toBe(401);
  });
});
