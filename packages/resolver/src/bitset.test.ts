import { describe, expect, it } from 'vitest';
import { rangesOfBitset } from './bitset';

/** Of the web platform, and of Node. */
declare const DecompressionStream: new (format: 'gzip') => unknown;
declare const Blob: new (parts: readonly unknown[]) => {
  stream(): { pipeThrough(stream: unknown): unknown };
};
declare const Response: new (body: unknown) => {
  arrayBuffer(): Promise<ArrayBuffer>;
};

describe('rangesOfBitset', () => {
  it('counts bits from the lowest of each byte', () => {
    expect(rangesOfBitset(Uint8Array.of(0b0000_0101, 0b1000_0000))).toEqual([
      [0, 1],
      [2, 3],
      [15, 16],
    ]);
  });

  it('joins bits across bytes, and ends the last range', () => {
    expect(rangesOfBitset(Uint8Array.of(0b1100_0000, 0b0000_0011))).toEqual([
      [6, 10],
    ]);
    expect(rangesOfBitset(Uint8Array.of(0xff, 0xff))).toEqual([[0, 16]]);
    expect(rangesOfBitset(new Uint8Array(0))).toEqual([]);
  });

  it('reads a bitset as it is sent, zipped', async () => {
    // printf '\\x01\\x80' | gzip -n | xxd -p
    const hex = '1f8b0800000000000003636c00009ea07ab502000000';
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], byte =>
      parseInt(byte, 16),
    );
    const unzipped = new Blob([bytes])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    const bitset = new Uint8Array(await new Response(unzipped).arrayBuffer());
    expect(rangesOfBitset(bitset)).toEqual([
      [0, 1],
      [15, 16],
    ]);
  });
});
