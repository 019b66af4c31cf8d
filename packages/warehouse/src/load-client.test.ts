import { describe, expect, it } from 'vitest';
import { loadClient } from './load-client';

const failing = (error: Error) => () => {
  throw error;
};

describe('the client library of an engine', () => {
  it('is what it was loaded as', () => {
    expect(loadClient('Acme', 'acme-sql@^1.0.0', () => 'loaded')).toBe(
      'loaded',
    );
  });

  it('says how to install it where it is not', () => {
    const missing = Object.assign(new Error('Cannot find module'), {
      code: 'MODULE_NOT_FOUND',
    });
    const load = () => loadClient('Acme', 'acme-sql@^1.0.0', failing(missing));
    expect(load).toThrow(
      "Run `yarn workspace @etude/backend add 'acme-sql@^1.0.0'`",
    );
    expect(load).toThrow(
      expect.objectContaining({ code: 'ETUDE_WAREHOUSE_CLIENT_MISSING' }),
    );
  });

  it('fails as it fails where it is there and breaks', () => {
    const broken = new Error('no native part');
    expect(() => loadClient('Acme', 'acme-sql', failing(broken))).toThrow(
      broken,
    );
  });
});
