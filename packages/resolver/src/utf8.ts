/** Most bytes that one UTF-16 code unit needs in UTF-8. */
export const MAX_BYTES_PER_UNIT = 3;

const REPLACEMENT = 0xfffd;

/**
 * Writes `text` as UTF-8 from `offset` and returns the offset after it. A
 * lone surrogate becomes U+FFFD, as in every UTF-8 transport. `bytes` must
 * have room for {@link MAX_BYTES_PER_UNIT} bytes per code unit.
 */
export const writeUtf8 = (
  bytes: Uint8Array,
  text: string,
  offset: number,
): number => {
  const { length } = text;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return writeWide(bytes, text, { index, offset });
    bytes[offset + index] = code;
  }
  return offset + length;
};

/** Goes on at `index`, the first character that is not ASCII. */
const writeWide = (
  bytes: Uint8Array,
  text: string,
  from: { readonly index: number; readonly offset: number },
): number => {
  let at = from.offset + from.index;
  for (let index = from.index; index < text.length; index++) {
    // Joins a surrogate pair; a lone surrogate comes back as it is.
    let code = text.codePointAt(index) ?? REPLACEMENT;
    if (code > 0xffff) index++;
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        bytes[at++] = 0xe0 | (code >> 12);
      } else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
};
