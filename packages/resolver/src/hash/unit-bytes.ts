/** Where the bytes of a unit begin. */
export const UNIT_OFFSET = 48;

/** What has to be free after a unit, for the zeros of its last block. */
const BLOCK = 16;

/** Most bytes that one UTF-16 code unit needs in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** What is used of it, which every platform has. */
declare const TextEncoder: new () => {
  encodeInto(text: string, into: Uint8Array): { readonly written: number };
};

/** A lone surrogate becomes U+FFFD, as in every UTF-8 transport. */
const utf8 = new TextEncoder();

/** Memory that a hash reads: a prefix, then a unit. See murmur3.wat. */
export type KeyMemory = {
  readonly view: DataView;
  /** Bytes from {@link UNIT_OFFSET} on. */
  readonly bytes: Uint8Array;
  /** Offset after the last byte of `unit`. */
  end: number;
  /** What is in the memory; null means nothing of use. */
  unit: string | null;
};

/** Key memory in `buffer`. */
export const keyMemory = (buffer: ArrayBuffer): KeyMemory => ({
  view: new DataView(buffer),
  bytes: new Uint8Array(buffer, UNIT_OFFSET),
  end: UNIT_OFFSET,
  unit: null,
});

/** Bytes that a key memory needs for every unit of `length` characters. */
export const bytesFor = (length: number): number =>
  UNIT_OFFSET + length * MAX_BYTES_PER_UNIT + 2 * BLOCK;

/**
 * Writes `unit` when it is ASCII and tells whether it was. In words, because
 * the hash reads words and the processor would wait for bytes to meet there;
 * at the length of a UUID twice as fast as asking the encoder.
 */
const isWrittenAsAscii = (view: DataView, unit: string): boolean => {
  const { length } = unit;
  let seen = 0;
  let index = 0;
  for (; index + 3 < length; index += 4) {
    const first = unit.charCodeAt(index);
    const second = unit.charCodeAt(index + 1);
    const third = unit.charCodeAt(index + 2);
    const fourth = unit.charCodeAt(index + 3);
    seen |= first | second | third | fourth;
    view.setInt32(
      UNIT_OFFSET + index,
      first | (second << 8) | (third << 16) | (fourth << 24),
      true,
    );
  }
  for (; index < length; index++) {
    const code = unit.charCodeAt(index);
    seen |= code;
    view.setUint8(UNIT_OFFSET + index, code);
  }
  return seen < 0x80;
};

/**
 * Puts the UTF-8 bytes of `unit` into `memory`, which has room for them. Rules
 * and flags of a request hash the same unit again and again: it is encoded
 * once.
 */
export const putUnit = (memory: KeyMemory, unit: string): void => {
  if (memory.unit === unit) return;
  memory.end =
    UNIT_OFFSET +
    (isWrittenAsAscii(memory.view, unit)
      ? unit.length
      : utf8.encodeInto(unit, memory.bytes).written);
  memory.unit = unit;
};
