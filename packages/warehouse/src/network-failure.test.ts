import { describe, expect, it } from 'vitest';
import { errorText, networkFailure } from './network-failure';

const coded = (code: string) => Object.assign(new Error(''), { code });

describe('failures of the network', () => {
  it('are known by code, also where every address of a host failed', () => {
    expect(networkFailure(coded('ECONNREFUSED'))).toBe('unreachable');
    const all = new AggregateError([coded('ECONNREFUSED')], '');
    expect(networkFailure(all)).toBe('unreachable');
    expect(errorText(all)).toBe('ECONNREFUSED');
  });

  it('are not what has another code, or none', () => {
    expect(networkFailure(coded('ENOENT'))).toBeNull();
    expect(networkFailure(new Error('ECONNREFUSED'))).toBeNull();
    expect(networkFailure('ECONNREFUSED')).toBeNull();
  });
});
