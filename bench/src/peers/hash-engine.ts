import { hashPrefix, keyBucket } from '@etude/resolver';
import type { PeerWorkload } from './peer-workload';

/** No engine at all: only the hash of every user's key. */
export const create = ({ users, key }: PeerWorkload) => {
  const prefix = hashPrefix(`${key}-current|`);
  return (index: number): string =>
    keyBucket(prefix, users[index]?.id ?? '', 10_000) < 5_000
      ? 'control'
      : 'treatment';
};
