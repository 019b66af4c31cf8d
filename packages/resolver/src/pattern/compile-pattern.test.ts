import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './compile-pattern';
import { patternProblem } from './pattern-problem';

const isMatch = (pattern: string, text: string): boolean => {
  const test = compilePattern(pattern);
  if (test === null) throw new Error(patternProblem(pattern) ?? 'no problem');
  return test(text);
};

/** Patterns of the supported subset, as JavaScript writes them too. */
const patterns: fc.Arbitrary<string> = fc.letrec<{
  choice: string;
  sequence: string;
  repeat: string;
  atom: string;
}>(tie => ({
  choice: fc
    .array(tie('sequence'), { minLength: 1, maxLength: 3 })
    .map(options => options.join('|')),
  sequence: fc.array(tie('repeat'), { maxLength: 3 }).map(all => all.join('')),
  repeat: fc.oneof(
    fc
      .tuple(
        tie('atom'),
        fc.constantFrom(
          ...['', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}'],
          ...['*?', '+?', '??', '{2}?', '{1,}?', '{0,2}?'],
        ),
      )
      .map(([atom, count]) => atom + count),
    fc.constantFrom('^', '$', '\\b', '\\B'),
  ),
  atom: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(
      ...['a', 'b', '😀', 'é', '.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S'],
      ...['\\.', '\\/', '[ab]', '[^a]'],
      ...['\\t', '\\n', '\\r', '\\x61', '\\x2D', '\\u0062', '\\u{1F600}'],
      ...['\\ud83d\\ude00', '\\ud83d', '[\\b\\t-\\n]', '[\\x61-\\u{63}]'],
      ...['[a-c\\d]', '[^\\s\\w]', '[\\]\\-a]', '[a-]', '[^]', '[]', '-'],
    ),
    tie('choice').map(inner => `(${inner})`),
    tie('choice').map(inner => `(?:${inner})`),
  ),
})).choice;

const texts = fc
  .array(
    fc.constantFrom(
      ...['a', 'b', 'c', 'é', '😀', '7', ' ', '\n', '-', ']', '_'],
      ...['\t', '\b', '\r', '\ud83d'],
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.join(''));

describe('compilePattern', () => {
  it('agrees with the regular expressions of JavaScript', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        // Longer ones stop the engine of JavaScript, not this one.
        fc.pre(pattern.length < 40 && patternProblem(pattern) === null);
        expect(isMatch(pattern, text)).toBe(
          new RegExp(pattern, 'u').test(text),
        );
      }),
      { seed: 1, numRuns: 5_000 },
    );
  }, 60_000);

  it.each([
    ['\\bcat\\b', 'a cat sat', 'concatenate'],
    ['\\Bcat\\B', 'concatenate', 'a cat sat'],
    ['^\\uD83D\\uDE00$', '😀', '😁'],
    ['^[\\b]$', '\b', 'b'],
    // Escapes of punctuation that JavaScript has in sets only, or nowhere.
    ['^\\@\\-[\\_\\-]\\"$', '@-_"', '@-a"'],
    ['^\\x41\\u0042\\u{43}$', 'ABC', 'ABc'],
    ['^a+?b*?c??$', 'aab', 'ac b'],
    ['^\\ta\\r\\n$', '\ta\r\n', 'ta\r\n'],
  ])('reads %s as one expects', (pattern, match, other) => {
    expect(isMatch(pattern, match)).toBe(true);
    expect(isMatch(pattern, other)).toBe(false);
  });

  it('finds white space, words and ends of lines where JavaScript does', () => {
    for (const pattern of ['^\\s$', '^\\w$', '^\\d$', '^.$', '^\\W$']) {
      const expected = new RegExp(pattern, 'u');
      const test = compilePattern(pattern);
      for (let point = 0; point < 0x3100; point++) {
        const text = String.fromCodePoint(point);
        if (test?.(text) !== expected.test(text)) {
          expect.fail(`${pattern} differs at U+${point.toString(16)}`);
        }
      }
    }
  });

  it('matches anywhere unless it is anchored', () => {
    expect(isMatch('@example\\.com$', 'ada@example.com')).toBe(true);
    expect(isMatch('^example', 'ada@example.com')).toBe(false);
    expect(isMatch('^(SE|NO)$', 'NO')).toBe(true);
    expect(isMatch('^(SE|NO)$', 'NOR')).toBe(false);
  });

  // Each of these takes an engine that backtracks longer than a life.
  it.each([
    ['(a+)+$', `${'a'.repeat(50_000)}!`],
    ['^(a|a)*$', `${'a'.repeat(50_000)}!`],
    ['^(a|aa)+$', `${'a'.repeat(50_000)}!`],
    ['(.*)*x', 'a'.repeat(50_000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
    ['(a*)*(a*)*(a*)*b', 'a'.repeat(50_000)],
    ['^(a?){50}a{50}$', 'a'.repeat(49)],
    ['((a{1,3}){1,3}){1,9}b', 'a'.repeat(20_000)],
    ['^(a+?)+?$', `${'a'.repeat(50_000)}!`],
    ['^(\\b\\w*?\\b ?)*$', `${'a '.repeat(25_000)}!!`],
  ])('ends soon on %s', (pattern, text) => {
    expect(isMatch(pattern, text)).toBe(false);
  });

  it('keeps matches of one pattern out of the next', () => {
    const digits = compilePattern('^\\d+$');
    const letters = compilePattern('^[a-z]+$');
    for (let round = 0; round < 100; round++) {
      expect(digits?.('123')).toBe(true);
      expect(letters?.('123')).toBe(false);
      expect(letters?.('abc')).toBe(true);
    }
  });
});

describe('patternProblem', () => {
  it.each([
    ['(', 'never closed'],
    ['a)', 'closes nothing'],
    ['[a', 'never closed'],
    ['*a', 'nothing to repeat'],
    ['a**', 'nothing to repeat'],
    ['a{2,1}', 'runs backwards'],
    ['[z-a]', 'runs backwards'],
    ['[\\d-z]', 'ends in a set such as'],
    ['a{', 'stands alone'],
    ['a]', 'stands alone'],
    ['a\\', 'ends with a backslash'],
    ['\\c', '\\c is not supported'],
    ['\\x4', '\\x wants two'],
    ['\\u41', '\\u wants four'],
    ['[\\p{L}]', 'an escape in it is not supported'],
    ['\\u{110000}', '\\u wants four'],
    ['[\\w-\\x41]', 'a set such as'],
    ['(a)\\1', '\\1 is not supported: finding again'],
    ['\\p{L}', '\\p is not supported: it stands for other characters'],
    ['\\P{L}', '\\P is not supported: it stands for other characters'],
    ['a*??', 'nothing to repeat'],
    ['a?+', 'nothing to repeat'],
    ['(?=a)', 'no look-around'],
    ['(?<name>a)', 'no look-around, no names'],
    ['(?i)a', 'no flags'],
    ['((a{30}){30}){30}', 'at most 1000'],
    ['(((){999}){999}){999}', 'at most 1000'],
    ['a'.repeat(251), 'at most 250'],
  ])('says why %s is refused', (pattern, reason) => {
    expect(patternProblem(pattern)).toContain(reason);
    expect(compilePattern(pattern)).toBeNull();
  });

  it('finds nothing wrong with what is supported', () => {
    expect(patternProblem('^[\\w.+-]+@(a|b)\\.example\\.com$')).toBeNull();
    expect(patternProblem('')).toBeNull();
  });

  it('refuses every text with words or compiles it', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'ab()[]{}|*+?^$.\\-,1:dxuB'.split('')),
        }),
        pattern => {
          const problem = patternProblem(pattern);
          expect(compilePattern(pattern) === null).toBe(problem !== null);
          compilePattern(pattern)?.('ab1-');
        },
      ),
      { seed: 1, numRuns: 5_000 },
    );
  });
});
