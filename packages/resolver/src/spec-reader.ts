import { isStruct } from './context-path';

/** A JSON object of the case files; absent parts read as empty. */
export type Spec = Readonly<Record<string, unknown>>;

/** What absent objects read as. */
export const NOTHING: Spec = {};

/** The object at `key`; an empty one where there is none. */
export const structAt = (spec: Spec, key: string): Spec => {
  const value = spec[key];
  return isStruct(value) ? value : NOTHING;
};

const listAt = (spec: Spec, key: string): readonly unknown[] => {
  const value = spec[key];
  return Array.isArray(value) ? value : [];
};

/** The objects of the list at `key`. */
export const structsAt = (spec: Spec, key: string): readonly Spec[] =>
  listAt(spec, key).filter(isStruct);

/** The text at `key`; empty where there is none. */
export const textAt = (spec: Spec, key: string): string => {
  const value = spec[key];
  return typeof value === 'string' ? value : '';
};

/** The number at `key`, which may be written as text; 0 where there is none. */
export const numberAt = (spec: Spec, key: string): number =>
  Number(spec[key] ?? 0);

/** The list at `key`, as texts. */
export const textsAt = (spec: Spec, key: string): string[] =>
  listAt(spec, key).map(String);

/** The last part of a resource name. */
export const afterSlash = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);
