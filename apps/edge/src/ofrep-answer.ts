import type { JsonValue } from '@etude/flags';
import type { FlagResolution } from '@etude/resolver';
import type { FlagState } from './flag-state';

/** An OFREP key: a flag, or one property of it as `<flag>.<path>`. */
export type FlagKey = {
  readonly key: string;
  /** `flags/<id>` */
  readonly flag: string;
  /** Names from the outside in; empty for the whole struct. */
  readonly path: readonly string[];
};

/** Splits an OFREP key. Flag ids contain no dots, so the first one divides. */
export const parseFlagKey = (key: string): FlagKey => {
  const [flag = '', ...path] = key.split('.');
  return { key, flag: `flags/${flag}`, path };
};

/** An OFREP answer for one key; without a value the code default applies. */
export type OfrepSuccess = {
  readonly key: string;
  readonly reason: 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DEFAULT';
  readonly variant?: string;
  readonly value?: JsonValue;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** OFREP's way to say that a key could not be evaluated. */
export type OfrepFailure = {
  readonly key: string;
  readonly errorCode:
    | 'FLAG_NOT_FOUND'
    | 'INVALID_CONTEXT'
    | 'PARSE_ERROR'
    | 'PROVIDER_NOT_READY'
    | 'GENERAL';
  readonly errorDetails: string;
};

/** What OFREP says about one key. */
export type OfrepAnswer = OfrepSuccess | OfrepFailure;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const isRecord = (
  value: JsonValue | undefined,
): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at `path`, or undefined when the schema has no such property. */
const valueAt = (
  value: JsonValue,
  path: readonly string[],
): JsonValue | undefined => {
  let current: JsonValue | undefined = value;
  for (const name of path) {
    if (current === null) return null;
    current =
      isRecord(current) && Object.hasOwn(current, name)
        ? current[name]
        : undefined;
    if (current === undefined) return undefined;
  }
  return current;
};

const failureOf = (
  key: string,
  { reason, error }: FlagResolution,
): OfrepFailure | null => {
  switch (reason) {
    case 'MATCH':
    case 'NO_SEGMENT_MATCH':
    case 'DEFAULT':
    case 'DISABLED':
    case 'PREREQUISITE_FAILED':
      return null;
    case 'TARGETING_KEY_ERROR':
      return {
        key,
        errorCode: 'INVALID_CONTEXT',
        errorDetails:
          'The unit that a rule of this flag reads from the context is not a string of at most 100 bytes nor a whole number. Send the targeting key as a string.',
      };
    case 'MATERIALIZATION_NOT_SUPPORTED':
    case 'ERROR':
      return {
        key,
        errorCode: 'GENERAL',
        errorDetails: error ?? `The flag resolved with reason ${reason}.`,
      };
  }
};

const assignedValue = (
  { key, flag, path }: FlagKey,
  { variant, value }: FlagResolution,
): { value?: JsonValue } | OfrepFailure => {
  if (variant === null || value === null) return {};
  const found = valueAt(value, path);
  if (found === undefined) {
    return {
      key,
      errorCode: 'FLAG_NOT_FOUND',
      errorDetails: `Flag '${lastPart(flag)}' has no property '${path.join('.')}'. Its properties are: ${Object.keys(value).join(', ')}.`,
    };
  }
  // A property that the variant leaves out: the code default applies.
  return found === null ? {} : { value: found };
};

/**
 * The OFREP answer for a resolution. Where nothing gives a value (no rule
 * matched, client default, a property left out) `value` is absent, which tells
 * providers to use the code default (OFREP 0.3, decision record 6).
 */
export const ofrepAnswer = (
  key: FlagKey,
  resolution: FlagResolution,
  ruleReasons: FlagState['ruleReasons'],
): OfrepAnswer => {
  const failure = failureOf(key.key, resolution);
  if (failure) return failure;
  const given = assignedValue(key, resolution);
  if ('errorCode' in given) return given;
  const { origin, variant } = resolution;
  return {
    key: key.key,
    reason:
      (given.value === undefined || origin === null
        ? undefined
        : ruleReasons.get(origin)) ?? 'DEFAULT',
    ...(variant === null ? {} : { variant: lastPart(variant) }),
    ...given,
    ...(origin === null ? {} : { metadata: { rule: lastPart(origin) } }),
  };
};

const scalarPaths = (
  value: JsonValue,
  prefix: readonly string[],
): (readonly string[])[] => {
  if (value === null || Array.isArray(value)) return [];
  if (!isRecord(value)) return [prefix];
  return Object.entries(value).flatMap(([name, inner]) =>
    scalarPaths(inner, [...prefix, name]),
  );
};

/**
 * The keys of a flag in a bulk answer: the struct and, since browser clients
 * read scalars from the bulk answer only, every scalar property that has a
 * value.
 */
export const bulkKeys = ({
  flag,
  variant,
  value,
}: FlagResolution): FlagKey[] => {
  const id = lastPart(flag);
  const paths =
    variant === null || value === null ? [] : scalarPaths(value, []);
  return [[], ...paths].map(path => ({
    key: [id, ...path].join('.'),
    flag,
    path,
  }));
};
