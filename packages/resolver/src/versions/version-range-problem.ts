import { readVersionRange } from './version-range';

/** What keeps `range` from being a version range, for its writer; else null. */
export const versionRangeProblem = (range: string): string | null => {
  const read = readVersionRange(range);
  if (!('unreadable' in read)) return null;
  const reason =
    read.unreadable === ''
      ? 'an alternative is empty; write * for every version'
      : `'${read.unreadable}' is none of a version, versions with <, <=, >, >=, =, ^ or ~ in front, and two versions around ' - '`;
  return `Version range '${range}' cannot be read: ${reason}.`;
};
