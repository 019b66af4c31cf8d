const MASK = (1n << 128n) - 1n;
// Fowler, Noll and Vo, FNV-1a with 128 bits (RFC 9923, section 5),
// over code points instead of bytes.
const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = (1n << 88n) + 0x13bn;

/**
 * 32 hexadecimal digits that name a text. Not for secrets: whoever looks
 * something up by it compares the text too.
 */
export const digestText = (text: string): string => {
  let hash = OFFSET;
  for (const character of text) {
    const code = BigInt(character.codePointAt(0) ?? 0);
    hash = ((hash ^ code) * PRIME) & MASK;
  }
  return hash.toString(16).padStart(32, '0');
};
