import { describe, expect, it } from 'vitest';
import { newId } from './new-id';

describe('newId', () => {
  it('gives 32 hexadecimal digits that do not come again', () => {
    // More than are made of random bytes at once.
    const ids = Array.from({ length: 1_000 }, newId);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(1_000);
  });
});
