import { flagAnswer } from '@etude/openfeature-provider';
import type {
  FlagKey,
  FlagProblem,
  FlagValue,
  RuleReason,
} from '@etude/openfeature-provider';
import type { JsonValue } from '@etude/flags';
import type { FlagResolution } from '@etude/resolver';

/** What the answers of one state depend on besides the resolution. */
export type AnswerScope = {
  /** By rule name `flags/<flag>/rules/<rule>`. */
  readonly ruleReasons: ReadonlyMap<string, RuleReason>;
  /** The state is older than it should be. */
  readonly isStale: boolean;
};

/** OFREP's way to say that a key could not be evaluated. */
export type OfrepFailure = Omit<FlagProblem, 'errorCode'> & {
  readonly errorCode:
    FlagProblem['errorCode'] | 'PARSE_ERROR' | 'PROVIDER_NOT_READY';
};

/** What OFREP says about one key. */
export type OfrepAnswer = FlagValue | OfrepFailure;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const isRecord = (
  value: JsonValue | undefined,
): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The OFREP answer for a resolution. OFREP has no reason for a state that is
 * too old, so the metadata say it.
 */
export const ofrepAnswer = (
  key: FlagKey,
  resolution: FlagResolution,
  { ruleReasons, isStale }: AnswerScope,
): OfrepAnswer => {
  const answer = flagAnswer(key, resolution, ruleReasons);
  return isStale && !('errorCode' in answer)
    ? { ...answer, metadata: { ...answer.metadata, 'etude.stale': true } }
    : answer;
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
