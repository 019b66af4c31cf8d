const RUST_FLOAT =
  /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|infinity|nan)$/i;

/**
 * The number that `text` stands for in the float grammar of Rust, which the
 * Confidence resolvers use: `1e3`, `.5`, `5.`, `+1`, `inf` and `nan`, but no
 * hex, no underscores, no spaces and no empty text. null when it is none.
 */
export const parseNumber = (text: string): number | null => {
  if (!RUST_FLOAT.test(text)) return null;
  if (/nan$/i.test(text)) return NaN;
  if (/i/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
};

const EXPONENT_FORM = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/**
 * `value` in full decimal digits, never with an exponent, and -0 as `-0`, as
 * the Confidence resolvers write numbers.
 */
export const formatNumber = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const match = EXPONENT_FORM.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', fraction = '', exponentText = ''] = match;
  const exponent = Number(exponentText);
  const digits = first + fraction;
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    : `${sign}${digits.padEnd(exponent + 1, '0')}`;
};
