import { randomBytes } from 'node:crypto';
import { RESOURCE_ID_PATTERN } from '@etude/kernel';

// Short enough for flags to make ids of rule and segment from it.
const MAX_STEM = 44;

/** An id made from a name, for addresses people read: `new-checkout`. */
export const idFromName = (name: string): string => {
  const stem = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_STEM)
    .replace(/^-+|-+$/g, '');
  return RESOURCE_ID_PATTERN.test(stem) ? stem : withSuffix('experiment');
};

/** The id with six random digits, for when the plain one is taken. */
export const withSuffix = (id: string): string =>
  `${id.slice(0, MAX_STEM)}-${randomBytes(3).toString('hex')}`;
