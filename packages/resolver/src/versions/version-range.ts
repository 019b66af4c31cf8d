import {
  compareSemanticVersions,
  parseOpenVersion,
  parseSemanticVersion,
} from './semantic-version';
import type { OpenVersion, SemanticVersion } from './semantic-version';

type Sign = '<' | '<=' | '>' | '>=';

type Comparator = { readonly sign: Sign; readonly version: SemanticVersion };

/** All comparators of one alternative hold; none holds for every version. */
type Alternative = readonly Comparator[];

const OPERATOR = /^(<=|>=|<|>|=|\^|~>|~)?\s*(.*)$/;
const HYPHEN = /^(\S+)\s+-\s+(\S+)$/;
/** An operator and its version may stand apart. */
const GAP_AFTER_OPERATOR = /([<>=~^])\s+/g;

const NOTHING: Alternative = [
  {
    sign: '<',
    version: { major: 0, minor: 0, patch: 0, prerelease: ['0'] },
  },
];

/** The first of all versions of major.minor.patch, pre-releases included. */
const firstOf = (
  major: number,
  minor: number,
  patch: number,
): SemanticVersion => ({ major, minor, patch, prerelease: ['0'] });

/** The lowest version that a partial stands for; null for any. */
const lowestOf = (partial: OpenVersion): SemanticVersion | null => {
  const { major, minor, patch, prerelease } = partial;
  if (major === null) return null;
  return minor === null || patch === null
    ? firstOf(major, minor ?? 0, 0)
    : { major, minor, patch, prerelease };
};

/** The first version after all that an open partial stands for. */
const afterOpen = (partial: OpenVersion): SemanticVersion | null => {
  const { major, minor } = partial;
  if (major === null) return null;
  return minor === null
    ? firstOf(major + 1, 0, 0)
    : firstOf(major, minor + 1, 0);
};

const between = (
  lowest: SemanticVersion | null,
  end: SemanticVersion | null,
): Alternative => [
  ...(lowest === null ? [] : [{ sign: '>=' as const, version: lowest }]),
  ...(end === null ? [] : [{ sign: '<' as const, version: end }]),
];

const afterCaret = (partial: OpenVersion): SemanticVersion | null => {
  const { major, minor, patch } = partial;
  if (major !== 0 || minor === null) {
    return major === null ? null : firstOf(major + 1, 0, 0);
  }
  return minor !== 0 || patch === null
    ? firstOf(0, minor + 1, 0)
    : firstOf(0, 0, patch + 1);
};

const comparison = (sign: Sign, partial: OpenVersion): Alternative => {
  const lowest = lowestOf(partial);
  const isOpen = partial.patch === null;
  if (lowest === null) return sign === '<' || sign === '>' ? NOTHING : [];
  if (!isOpen) return [{ sign, version: lowest }];
  // `>1.2` is after all of 1.2, and `<=1.2` holds all of it.
  const end = afterOpen(partial) ?? lowest;
  if (sign === '>') return [{ sign: '>=', version: end }];
  if (sign === '<=') return [{ sign: '<', version: end }];
  return [{ sign, version: lowest }];
};

const comparatorsOf = (text: string): Alternative | null => {
  const match = OPERATOR.exec(text);
  const partial = parseOpenVersion(match?.[2] ?? '');
  if (partial === null) return null;
  const operator = match?.[1] ?? '=';
  const lowest = lowestOf(partial);
  switch (operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, partial);
    case '^':
      return between(lowest, afterCaret(partial));
    case '~':
    case '~>':
      return between(lowest, afterOpen(partial));
    default:
      return partial.patch === null || lowest === null
        ? between(lowest, afterOpen(partial))
        : [
            { sign: '>=', version: lowest },
            { sign: '<=', version: lowest },
          ];
  }
};

/** null where `text` cannot be read. */
const parseAlternative = (text: string): Alternative | null => {
  const hyphen = HYPHEN.exec(text);
  if (hyphen !== null) {
    const from = parseOpenVersion(hyphen[1] ?? '');
    const to = parseOpenVersion(hyphen[2] ?? '');
    if (from === null || to === null) return null;
    return [...comparison('>=', from), ...comparison('<=', to)];
  }
  const comparators: Comparator[] = [];
  for (const part of text.replace(GAP_AFTER_OPERATOR, '$1').split(/\s+/)) {
    const parsed = comparatorsOf(part);
    if (parsed === null) return null;
    comparators.push(...parsed);
  }
  return comparators;
};

/** What one side of `||` may hold, or the side that cannot be read. */
export const readVersionRange = (
  range: string,
): readonly Alternative[] | { readonly unreadable: string } => {
  const alternatives: Alternative[] = [];
  for (const part of range.split('||')) {
    const parsed = parseAlternative(part.trim());
    if (parsed === null) return { unreadable: part.trim() };
    alternatives.push(parsed);
  }
  return alternatives;
};

const holds = (
  { sign, version }: Comparator,
  value: SemanticVersion,
): boolean => {
  const order = compareSemanticVersions(value, version);
  if (order === 0) return sign === '<=' || sign === '>=';
  return order < 0 ? sign.startsWith('<') : sign.startsWith('>');
};

/**
 * The test of a version range in the notation of npm: comparators, hyphen, `^`,
 * `~`, x-ranges and `||`. null when it cannot be read. Versions are ordered by
 * precedence of SemVer 2.0 alone, so that `>=8.5.0` holds 9.0.0-beta (npm asks
 * for its `includePrerelease`); `^8.5.0` and `8.x` do not, as theirs end before
 * all of 9.0.0. Text that is no version is in no range.
 */
export const compileVersionRange = (
  range: string,
): ((text: string) => boolean) | null => {
  const alternatives = readVersionRange(range);
  if ('unreadable' in alternatives) return null;
  return text => {
    const version = parseSemanticVersion(text);
    return (
      version !== null &&
      alternatives.some(comparators =>
        comparators.every(comparator => holds(comparator, version)),
      )
    );
  };
};
