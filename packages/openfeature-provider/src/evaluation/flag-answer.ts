import type { JsonValue } from '@etude/flags';
import type { FlagResolution } from '@etude/resolver';
import { valueAt } from './flag-key';
import type { FlagKey } from './flag-key';
import type { RuleReason } from './rule-reasons';

/** What OpenFeature is told about a key; without a value the code default applies. */
export type FlagValue = {
  readonly key: string;
  readonly reason: RuleReason | 'DEFAULT' | 'DISABLED';
  readonly variant?: string;
  readonly value?: JsonValue;
  readonly metadata?: Readonly<Record<string, string | boolean>>;
};

/** Why a key has no value that could be told. */
export type FlagProblem = {
  readonly key: string;
  readonly errorCode: 'FLAG_NOT_FOUND' | 'INVALID_CONTEXT' | 'GENERAL';
  readonly errorDetails: string;
};

export type FlagAnswer = FlagValue | FlagProblem;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const problemOf = (
  key: string,
  { reason, error }: FlagResolution,
): FlagProblem | null => {
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

const givenValue = (
  { key, flag, path }: FlagKey,
  { variant, value }: FlagResolution,
): { value?: JsonValue } | FlagProblem => {
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

const metadataOf = ({
  reason,
  origin,
}: FlagResolution): FlagValue['metadata'] => {
  const metadata = {
    ...(origin === null ? {} : { rule: lastPart(origin) }),
    ...(reason === 'PREREQUISITE_FAILED' ? { 'etude.reason': reason } : {}),
  };
  return Object.keys(metadata).length === 0 ? undefined : metadata;
};

/**
 * What OpenFeature is told about a resolution. Where nothing gives a value (no
 * rule matched, client default, a property left out) `value` is absent, which
 * tells providers to use the code default (OFREP 0.3, decision record 6).
 */
export const flagAnswer = (
  key: FlagKey,
  resolution: FlagResolution,
  ruleReasons: ReadonlyMap<string, RuleReason>,
): FlagAnswer => {
  const problem = problemOf(key.key, resolution);
  if (problem) return problem;
  const given = givenValue(key, resolution);
  if ('errorCode' in given) return given;
  const { variant, reason, origin } = resolution;
  const metadata = metadataOf(resolution);
  const ruleReason =
    given.value === undefined || origin === null
      ? undefined
      : ruleReasons.get(origin);
  return {
    key: key.key,
    reason: reason === 'DISABLED' ? reason : (ruleReason ?? 'DEFAULT'),
    ...(variant === null ? {} : { variant: lastPart(variant) }),
    ...given,
    ...(metadata === undefined ? {} : { metadata }),
  };
};
