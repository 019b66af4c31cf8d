/** A version of SemVer 2.0; build metadata has no part in its order. */
export type SemanticVersion = {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Dot-separated identifiers; empty for a release. */
  readonly prerelease: readonly string[];
};

/** A version of which the last parts may be left open: `1`, `1.2.x`, `*`. */
export type OpenVersion = {
  readonly major: number | null;
  readonly minor: number | null;
  readonly patch: number | null;
  readonly prerelease: readonly string[];
};

const MAX_LENGTH = 256;
const DIGITS = /^\d+$/;
const LEADING_ZERO = /^0\d+$/;
const OPEN = /^[xX*]$/;
const VERSION =
  /^v?(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?)?$/;

/** The version that `text` is, with or without a `v` in front; else null. */
export const parseOpenVersion = (text: string): OpenVersion | null => {
  const match = text.length > MAX_LENGTH ? null : VERSION.exec(text);
  if (match === null) return null;
  const numbers: (number | null)[] = [];
  for (const part of [match[1], match[2], match[3]]) {
    const isOpen = part === undefined || OPEN.test(part);
    const number = isOpen ? null : Number(part);
    // `1.x.3` means nothing: what follows an open part has to be open.
    if (number !== null && numbers.includes(null)) return null;
    numbers.push(number);
  }
  const [major = null, minor = null, patch = null] = numbers;
  const prerelease = match[4]?.split('.') ?? [];
  const isValid =
    (patch !== null || prerelease.length === 0) &&
    !prerelease.includes('') &&
    numbers.every(number => number === null || Number.isSafeInteger(number)) &&
    ![...match.slice(1, 4), ...prerelease].some(part =>
      LEADING_ZERO.test(part),
    );
  return isValid ? { major, minor, patch, prerelease } : null;
};

/** The version that `text` is, none of its parts left open; else null. */
export const parseSemanticVersion = (text: string): SemanticVersion | null => {
  const version = parseOpenVersion(text);
  if (version === null) return null;
  const { major, minor, patch, prerelease } = version;
  return major === null || minor === null || patch === null
    ? null
    : { major, minor, patch, prerelease };
};

const compareText = (left: string, right: string): number =>
  left < right ? -1 : Number(left > right);

/** Numbers before words; numbers by size, which may exceed 2^53. */
const compareIdentifiers = (left: string, right: string): number => {
  const isLeftNumber = DIGITS.test(left);
  if (isLeftNumber !== DIGITS.test(right)) return isLeftNumber ? -1 : 1;
  return (
    (isLeftNumber ? left.length - right.length : 0) || compareText(left, right)
  );
};

const comparePrereleases = (
  left: readonly string[],
  right: readonly string[],
): number => {
  // A release is after all its pre-releases.
  if (left.length === 0 || right.length === 0) {
    return right.length - left.length;
  }
  for (const [index, identifier] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
};

/** Negative, zero or positive: precedence of SemVer 2.0, section 11. */
export const compareSemanticVersions = (
  left: SemanticVersion,
  right: SemanticVersion,
): number =>
  left.major - right.major ||
  left.minor - right.minor ||
  left.patch - right.patch ||
  comparePrereleases(left.prerelease, right.prerelease);
