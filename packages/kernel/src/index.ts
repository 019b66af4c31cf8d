export { assertNever } from './assert-never';
export { fixedClock } from './clock';
export type { Clock } from './clock';
export { EtudeError, hasErrorCode, isEtudeError } from './error';
export type { ErrorKind, EtudeErrorOptions } from './error';
export { RESOURCE_ID_PATTERN, isResourceId } from './id';
export { ok, refused } from './result';
export type { Problem, Result } from './result';
