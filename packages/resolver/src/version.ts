/** Major, minor, patch and tag. */
export type Version = readonly [number, number, number, number];

/** Where a version is parsed to be compared at once: resolves allocate none. */
const scratch: [number, number, number, number] = [0, 0, 0, 0];

const MAX_PARTS = 4;
const MAX_DIGITS = 10;
/** A third part with more digits than this is a tag, not a patch. */
const MAX_PATCH_DIGITS = 3;

const DASH = 45;
const DOT = 46;
const ZERO = 48;

/** Parses into the scratch version; false when `text` is no version. */
const isParsed = (text: string): boolean => {
  scratch[0] = scratch[1] = scratch[2] = scratch[3] = 0;
  const { length } = text;
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code === DASH) break;
    if (code === DOT) {
      if (digits === 0 || part === MAX_PARTS - 1) return false;
      scratch[part++] = value;
      digits = value = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || digits === MAX_DIGITS) return false;
    value = value * 10 + digit;
    digits++;
  }
  if (digits === 0 || part === 0) return false;
  scratch[part === 2 && digits > MAX_PATCH_DIGITS ? MAX_PARTS - 1 : part] =
    value;
  return true;
};

const parseToScratch = (text: string): Version => {
  if (!isParsed(text)) scratch.fill(0);
  return scratch;
};

/**
 * The version that `text` stands for when versions are ordered: 2 to 4
 * numeric parts of at most 10 digits; everything from the first `-` is
 * dropped, and a third part of more than 3 digits counts as the fourth.
 * 0.0.0.0 for any other text. One pass without regular expressions, as it
 * runs on every resolve of a rule on the app version.
 */
export const parseVersion = (text: string): Version => {
  const [major, minor, patch, tag] = parseToScratch(text);
  return [major, minor, patch, tag];
};

/** Negative, zero or positive as `left` is before, equal to or after `right`. */
export const compareVersions = (left: Version, right: Version): number =>
  left[0] - right[0] ||
  left[1] - right[1] ||
  left[2] - right[2] ||
  left[3] - right[3];

/** {@link compareVersions} of the version that `text` stands for. */
export const compareVersionText = (text: string, right: Version): number =>
  compareVersions(parseToScratch(text), right);
