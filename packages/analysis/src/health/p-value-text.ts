import { formatPValue } from '../format-number';

/** A p-value as the part of a sentence: p = 0.00858, p < 1e-16. */
export const pValueText = (pValue: number): string => {
  const text = formatPValue(pValue);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
};
