import { createHash } from 'node:crypto';
import type { SegmentManager } from '@etude/plugin-flags-common';

const MAX_LENGTH = 63;
const HASH_LENGTH = 12;

/** Ids that begin so are made by the portal, never given by people. */
export const DERIVED_ID_PREFIXES = [
  'experiment-',
  'rollout-',
  'rule-',
] as const;

/** Who manages the segment with this id. */
export const segmentManagerOf = (id: string): SegmentManager => {
  if (id.startsWith('experiment-')) return 'experiment';
  if (id.startsWith('rollout-')) return 'rollout';
  return id.startsWith('rule-') ? 'rule' : 'person';
};

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);

/**
 * The id of something that belongs to other things: `prefix` and `parts`
 * where that is a resource id that nothing else can have, otherwise as much
 * of it as fits and a hash of the parts.
 */
export const derivedId = (
  prefix: 'experiment' | 'rollout' | 'rule',
  ...parts: readonly [string, ...string[]]
): string => {
  const plain = [prefix, ...parts].join('-');
  const readable = plain.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  if (parts.length === 1 && readable === plain && plain.length <= MAX_LENGTH) {
    return plain;
  }
  const start = readable.slice(0, MAX_LENGTH - HASH_LENGTH - 1);
  return `${start.replace(/-+$/, '')}-${hashOf(parts.join('/'))}`;
};
