import { MAX_BYTES_PER_UNIT, writeUtf8 } from './utf8';

/** Where the bytes of a unit begin; the 16 before them are for a prefix. */
export const UNIT_OFFSET = 16;

const BLOCK = 16;

/** Room for the longest unit that a rule accepts. */
const SCRATCH_BYTES = 512;

/** A unit as bytes that a hash can read in place. */
export type UnitBytes = {
  /** Before the unit 16 bytes to write to; after it zeros for a block. */
  readonly view: DataView;
  /** Offset after the last byte of the unit. */
  readonly end: number;
};

const scratch = {
  bytes: new Uint8Array(SCRATCH_BYTES),
  view: new DataView(new ArrayBuffer(0)),
  unit: '',
  end: UNIT_OFFSET,
};
scratch.view = new DataView(scratch.bytes.buffer);

/**
 * Writes `unit` when it is ASCII and tells whether it was. In words, because
 * the hash reads words and the processor would wait for bytes to meet there.
 */
const writeAscii = (view: DataView, unit: string): boolean => {
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
 * The UTF-8 bytes of `unit`, in scratch memory that the next other unit
 * overwrites. Rules and flags of a request hash the same unit again and again:
 * it is encoded once.
 */
export const unitBytes = (unit: string): UnitBytes => {
  if (unit === scratch.unit) return scratch;
  const room = UNIT_OFFSET + unit.length * MAX_BYTES_PER_UNIT + 2 * BLOCK;
  if (room > scratch.bytes.length) {
    scratch.bytes = new Uint8Array(room);
    scratch.view = new DataView(scratch.bytes.buffer);
  }
  const { bytes, view } = scratch;
  const end = writeAscii(view, unit)
    ? UNIT_OFFSET + unit.length
    : writeUtf8(bytes, unit, UNIT_OFFSET);
  view.setInt32(end, 0, true);
  view.setInt32(end + 4, 0, true);
  view.setInt32(end + 8, 0, true);
  view.setInt32(end + 12, 0, true);
  scratch.unit = unit;
  scratch.end = end;
  return scratch;
};

/** Bytes of `unit` in UTF-8. */
export const unitByteLength = (unit: string): number =>
  unitBytes(unit).end - UNIT_OFFSET;
