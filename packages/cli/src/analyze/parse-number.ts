const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The number that a text writes in decimals, or undefined. */
export const parseNumber = (text: string): number | undefined =>
  DECIMAL.test(text.trim()) ? Number(text) : undefined;
