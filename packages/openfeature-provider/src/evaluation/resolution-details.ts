import type { JsonValue } from '@etude/flags';
import type { FlagResolution } from '@etude/resolver';
import type { ErrorCode, ResolutionDetails } from '@openfeature/core';
import type { FlagKey } from './flag-key';
import { valueAt } from './flag-key';
import type { RuleReason } from './rule-reasons';
import { kindProblem } from './typed-value';
import type { ValueKind } from './typed-value';

/** What an application asked for, and what is known around it. */
export type Asked<T> = {
  readonly kind: ValueKind;
  readonly defaultValue: T;
  /** Id of the client, for messages. */
  readonly client: string;
  readonly ruleReasons: ReadonlyMap<string, RuleReason>;
  /** True when the state is older than its limit. */
  readonly isStale: boolean;
};

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

// Literals, so that this file needs none of the OpenFeature SDKs at run time;
// the enum of the SDKs has the same texts.
const code = (text: `${ErrorCode}`): ErrorCode => text as ErrorCode;

const failure = <T>(
  value: T,
  errorCode: `${ErrorCode}`,
  errorMessage: string,
): ResolutionDetails<T> => ({
  value,
  reason: 'ERROR',
  errorCode: code(errorCode),
  errorMessage,
});

const problemOf = <T>(
  resolution: FlagResolution,
  { defaultValue }: Asked<T>,
): ResolutionDetails<T> | null => {
  switch (resolution.reason) {
    case 'TARGETING_KEY_ERROR':
      return failure(
        defaultValue,
        'INVALID_CONTEXT',
        'The unit that a rule of this flag reads from the context is not a string of at most 100 bytes nor a whole number. Pass the targeting key as a string.',
      );
    case 'MATERIALIZATION_NOT_SUPPORTED':
    case 'ERROR':
      return failure(
        defaultValue,
        'GENERAL',
        resolution.error ??
          `The flag resolved with reason ${resolution.reason}.`,
      );
    default:
      return null;
  }
};

const reasonOf = <T>(
  { origin, reason }: FlagResolution,
  { ruleReasons, isStale }: Asked<T>,
): string => {
  if (reason === 'DISABLED') return 'DISABLED';
  if (isStale) return 'STALE';
  return (origin === null ? undefined : ruleReasons.get(origin)) ?? 'DEFAULT';
};

const metadataOf = ({ origin, reason }: FlagResolution) => ({
  ...(origin === null ? {} : { rule: lastPart(origin) }),
  ...(reason === 'PREREQUISITE_FAILED' ? { 'etude.reason': reason } : {}),
});

/**
 * What OpenFeature is told about a resolution: the value of the key, or the
 * default of the code where nothing gives one or its type is another.
 */
export const resolutionDetails = <T extends JsonValue>(
  { key, flag, path }: FlagKey,
  resolution: FlagResolution | undefined,
  asked: Asked<T>,
): ResolutionDetails<T> => {
  const { defaultValue, kind } = asked;
  if (!resolution) {
    return failure(
      defaultValue,
      'FLAG_NOT_FOUND',
      `Client '${asked.client}' has no active flag '${lastPart(flag)}'. Create it, or add the client to it.`,
    );
  }
  const problem = problemOf(resolution, asked);
  if (problem) return problem;
  const { variant, value } = resolution;
  const details = {
    reason: reasonOf(resolution, asked),
    ...(variant === null ? {} : { variant: lastPart(variant) }),
    flagMetadata: metadataOf(resolution),
  };
  if (variant === null || value === null) {
    return { ...details, value: defaultValue };
  }
  const found = valueAt(value, path);
  if (found === undefined) {
    return failure(
      defaultValue,
      'FLAG_NOT_FOUND',
      `Flag '${lastPart(flag)}' has no property '${path.join('.')}'. Its properties are: ${Object.keys(value).join(', ')}.`,
    );
  }
  if (found === null) return { ...details, value: defaultValue };
  const mismatch = kindProblem(key, found, kind);
  return mismatch === null
    ? // The kind was checked, which is all that a type without a schema says.
      { ...details, value: found as T }
    : failure(defaultValue, 'TYPE_MISMATCH', mismatch);
};
