import { isResourceId } from '@etude/kernel';

const MAX_LENGTH = 63;

/**
 * The id that a name makes: lower case, dashes between words, within the
 * length of ids; undefined when too little is left of the name.
 */
export const idFromName = (name: string): string | undefined => {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return isResourceId(id) ? id : undefined;
};
