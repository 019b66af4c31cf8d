import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSemanticVersions,
  parseSemanticVersion,
} from './semantic-version';
import { compileVersionRange } from './version-range';
import { versionRangeProblem } from './version-range-problem';

const isIn = (range: string, version: string): boolean => {
  const test = compileVersionRange(range);
  if (test === null) throw new Error(versionRangeProblem(range) ?? '');
  return test(version);
};

/** The reference implementation, where it happens to be installed. */
type Oracle = {
  readonly satisfies: (
    version: string,
    range: string,
    options: { includePrerelease: boolean },
  ) => boolean;
  readonly valid: (version: string) => string | null;
};

const loadOracle = async (name: string): Promise<Oracle | null> => {
  const loaded: { default: Oracle } | null = await import(name).catch(
    () => null,
  );
  return loaded === null ? null : loaded.default;
};

const number = fc.constantFrom('0', '1', '2', '9', '10');
const tag = fc.constantFrom(
  'alpha',
  'alpha.1',
  'alpha.beta',
  'rc.2',
  '0',
  '11',
);
const release = fc.tuple(number, number, number).map(all => all.join('.'));
const version = fc.oneof(
  release,
  fc.tuple(release, tag).map(all => all.join('-')),
);
const partial = fc.oneof(
  version,
  number,
  fc.tuple(number, number).map(all => all.join('.')),
  fc.tuple(number, number).map(([a, b]) => `${a}.${b}.x`),
  number.map(major => `${major}.*`),
  fc.constant('*'),
);
const comparator = fc
  .tuple(
    fc.constantFrom('', '=', '<', '<=', '>', '>=', '^', '~', '>= ', '^ '),
    partial,
  )
  .map(([operator, operand]) => operator + operand);
const open = partial.filter(text => !/^\d+\.\d+\.\d+/.test(text));
const range = fc
  .array(
    fc.oneof(
      fc
        .array(comparator, { minLength: 1, maxLength: 3 })
        .map(all => all.join(' ')),
      // Between full versions npm's hyphen lets in pre-releases of both ends,
      // which precedence alone does not.
      fc.tuple(open, open).map(all => all.join(' - ')),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(all => all.join(' || '));

describe('compileVersionRange', () => {
  it('agrees with the published semver package', async ({ skip }) => {
    const oracle = await loadOracle('semver');
    if (oracle === null) return skip('SKIPPED: semver is not installed');
    fc.assert(
      fc.property(range, version, (text, value) => {
        expect(isIn(text, value)).toBe(
          oracle.satisfies(value, text, { includePrerelease: true }),
        );
      }),
      { seed: 1, numRuns: 3_000 },
    );
    return undefined;
  }, 60_000);

  it.each([
    ['>=8.5.0 <9', '8.5.0', true],
    ['>=8.5.0 <9', '8.12.1', true],
    ['>=8.5.0 <9', '8.4.99', false],
    ['>=8.5.0 <9', '9.0.0-beta', false],
    ['>=8.5.0', '9.0.0-beta', true],
    ['>=8.5.0', '8.5.0-rc.1', false],
    ['1.2.3 - 2.3.4', '2.3.4', true],
    ['1.2.3 - 2.3.4', '2.3.5', false],
    ['1.2.3 - 2.3', '2.3.99', true],
    ['^0.2.3', '0.2.9', true],
    ['^0.2.3', '0.3.0', false],
    ['^0.0.3', '0.0.4', false],
    ['~1.2', '1.2.99', true],
    ['~1.2', '1.3.0', false],
    ['1.x || >=3', '2.9.9', false],
    ['1.x || >=3', '3.0.0', true],
    ['*', '0.0.1-alpha', true],
    ['<1.0.0', '1.0.0-alpha', true],
    ['=1.0.0', '1.0.0+build.7', true],
    ['1.0.0', 'v1.0.0', true],
  ])('%s holds %s: %s', (text, value, expected) => {
    expect(isIn(text, value)).toBe(expected);
  });

  it.each(['', '1', '1.2', '01.2.3', '1.2.3-', '1.2.3-01', 'x', ' 1.2.3'])(
    'holds no text that is no version: "%s"',
    text => {
      expect(isIn('*', text)).toBe(false);
      expect(isIn('>=0.0.0', text)).toBe(false);
    },
  );

  it.each([
    ['', 'an alternative is empty'],
    ['1.x ||', 'an alternative is empty'],
    ['>=', "'>=' is none of"],
    ['1.2.3.4', "'1.2.3.4' is none of"],
    ['1.x.3', "'1.x.3' is none of"],
    ['=>1.2.3', "'=>1.2.3' is none of"],
    ['01.2.3', "'01.2.3' is none of"],
    ['1.2-beta', "'1.2-beta' is none of"],
    ['1.2.3 - ', 'is none of'],
    ['a - b', 'around'],
    ['>=99999999999999999', 'is none of'],
  ])('refuses the range "%s"', (text, reason) => {
    expect(versionRangeProblem(text)).toContain(reason);
    expect(compileVersionRange(text)).toBeNull();
  });
});

describe('compareSemanticVersions', () => {
  // The example of SemVer 2.0, section 11.4.
  it('orders pre-releases as the specification does', () => {
    const ordered = [
      ...['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta'],
      ...['1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1'],
      '2.0.0-9007199254740993',
      '2.0.0-9007199254740994',
    ].map(parseSemanticVersion);
    ordered.slice(1).forEach((later, index) => {
      const earlier = ordered[index] ?? null;
      if (earlier === null || later === null) throw new Error('no version');
      expect(compareSemanticVersions(earlier, later)).toBeLessThan(0);
      expect(compareSemanticVersions(later, earlier)).toBeGreaterThan(0);
      expect(compareSemanticVersions(later, later)).toBe(0);
    });
  });
});
