import type { JsonValue } from '@etude/flags';
import type { FlagResolution } from '@etude/resolver';
import type { ErrorCode, ResolutionDetails } from '@openfeature/core';
import { flagAnswer } from './flag-answer';
import type { FlagKey } from './flag-key';
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

const failure = <T>(
  value: T,
  errorCode: `${ErrorCode}`,
  errorMessage: string,
): ResolutionDetails<T> => ({
  value,
  reason: 'ERROR',
  // The enum of the SDKs has the same texts; this file needs none of them.
  errorCode: errorCode as ErrorCode,
  errorMessage,
});

/**
 * What OpenFeature is told about a resolution: the value of the key, or the
 * default of the code where nothing gives one or its type is another.
 */
export const resolutionDetails = <T extends JsonValue>(
  key: FlagKey,
  resolution: FlagResolution | undefined,
  asked: Asked<T>,
): ResolutionDetails<T> => {
  const { defaultValue, kind } = asked;
  if (!resolution) {
    return failure(
      defaultValue,
      'FLAG_NOT_FOUND',
      `Client '${asked.client}' has no active flag '${key.flag.slice('flags/'.length)}'. Create it, or add the client to it.`,
    );
  }
  const answer = flagAnswer(key, resolution, asked.ruleReasons);
  if ('errorCode' in answer) {
    return failure(defaultValue, answer.errorCode, answer.errorDetails);
  }
  const { value, variant, metadata } = answer;
  const mismatch =
    value === undefined ? null : kindProblem(key.key, value, kind);
  if (mismatch !== null) {
    return failure(defaultValue, 'TYPE_MISMATCH', mismatch);
  }
  const isOff = answer.reason === 'DISABLED';
  return {
    // The kind was checked, which is all that a type without a schema says.
    value: value === undefined ? defaultValue : (value as T),
    reason: asked.isStale && !isOff ? 'STALE' : answer.reason,
    ...(variant === undefined ? {} : { variant }),
    flagMetadata: { ...metadata },
  };
};
