/** Pairs of first and last code point, both inclusive, in any order. */
export type CodePoints = readonly number[];

/** `\d` */
export const DIGITS: CodePoints = [0x30, 0x39];

/** `\w`: ASCII letters, digits and the underscore. */
export const WORD: CodePoints = [
  ...DIGITS,
  ...[0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a],
];

/** `\s`: white space and line ends, as JavaScript has them. */
export const SPACE: CodePoints = [
  9, 13, 32, 32, 160, 160, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029,
  0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
];

/** What `.` leaves out. */
export const LINE_ENDS: CodePoints = [10, 10, 13, 13, 0x2028, 0x2029];

/** All but the points of a sorted list, for `\D`, `\W` and `\S`. */
export const complement = (points: CodePoints): CodePoints => {
  const others = [0];
  for (let index = 0; index < points.length; index += 2) {
    others.push((points[index] ?? 0) - 1, (points[index + 1] ?? 0) + 1);
  }
  return [...others, 0x10ffff];
};

/** True when `point` is one of `points`. */
export const contains = (points: CodePoints, point: number): boolean => {
  for (let index = 0; index < points.length; index += 2) {
    if (point >= (points[index] ?? 0) && point <= (points[index + 1] ?? 0)) {
      return true;
    }
  }
  return false;
};
