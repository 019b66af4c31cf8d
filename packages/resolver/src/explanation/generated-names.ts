/**
 * For tests: the few names that random states, contexts and stores share, so
 * that references hit and form circles.
 */
export const SEGMENTS = ['segments/one', 'segments/two', 'segments/three'];
export const FLAGS = ['flags/one', 'flags/two', 'flags/three', 'flags/four'];
export const ATTRIBUTES = [
  'country',
  'age',
  'user.plan',
  'version',
  'tags',
  '__proto__',
];
export const STORES = ['materializations/m', 'materializations/n'];
export const ENVIRONMENTS = ['test', 'live'];
