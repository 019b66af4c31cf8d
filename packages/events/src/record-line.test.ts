import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { wellFormedJson } from './record-line';

// Many texts, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

describe('wellFormedJson', () => {
  it('replaces unpaired surrogates as String.prototype.toWellFormed does', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom('\uD800', '\uDFFF', '\\', '\\ud800', '😀', '"'),
          ),
        ),
        parts => {
          const text = parts.join('');
          const key = text || 'k';
          const parsed: unknown = JSON.parse(wellFormedJson({ [key]: text }));
          expect(parsed).toEqual({ [key.toWellFormed()]: text.toWellFormed() });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('keeps a backslash followed by the letters of an escape', () => {
    expect(JSON.parse(wellFormedJson('\\ud800'))).toBe('\\ud800');
  });

  it('keeps emoji, which are paired surrogates', () => {
    expect(wellFormedJson('😀')).toBe('"😀"');
  });
});
