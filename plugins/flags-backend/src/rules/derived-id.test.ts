import { RESOURCE_ID_PATTERN } from '@etude/kernel';
import { derivedId } from './derived-id';

describe('derivedId', () => {
  it('reads like what it belongs to', () => {
    expect(derivedId('experiment', 'green-button')).toBe(
      'experiment-green-button',
    );
    expect(derivedId('rollout', 'home-page', 'on')).toMatch(
      /^rollout-home-page-on-[0-9a-f]{12}$/,
    );
  });

  it('differs where only the border between the parts does', () => {
    expect(derivedId('rollout', 'home-page', 'v-1')).not.toBe(
      derivedId('rollout', 'home-page-v', '1'),
    );
    expect(derivedId('rollout', 'home-page', 'On')).not.toBe(
      derivedId('rollout', 'home-page', 'on'),
    );
  });

  it('is a resource id for every name, however long', () => {
    const long = 'x'.repeat(63);
    for (const id of [
      derivedId('experiment', long),
      derivedId('rollout', long, long),
      derivedId('rollout', 'home', 'A_b'),
      derivedId('experiment', `${'a'.repeat(38)}-${'b'.repeat(24)}`),
    ]) {
      expect(id).toMatch(RESOURCE_ID_PATTERN);
    }
    expect(derivedId('experiment', `${long.slice(1)}a`)).not.toBe(
      derivedId('experiment', `${long.slice(1)}b`),
    );
  });
});
