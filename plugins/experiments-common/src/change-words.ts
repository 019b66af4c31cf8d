import { isSameData } from '@etude/lifecycle';

const EXACT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 12 });

const NONE = 'none';

/** A number as it was given; `none` where there is none. */
export const countWords = (value: number | undefined): string =>
  value === undefined ? NONE : EXACT.format(value);

/** A share in percent: 0.05 is `5 %`. */
export const percentWords = (share: number | undefined): string =>
  // Twelve digits hide that 0.29 · 100 is not exactly 29 in double precision.
  share === undefined
    ? NONE
    : `${EXACT.format(Number((share * 100).toPrecision(12)))} %`;

/** A name in quotes. */
export const nameWords = (name: string | null | undefined): string =>
  name ? `'${name}'` : NONE;

/** Names in quotes, with commas between. */
export const listWords = (names: readonly string[]): string =>
  names.length === 0 ? NONE : names.map(nameWords).join(', ');

/** That something changed, from what to what; nothing where both are equal. */
export const fromTo = (
  what: string,
  before: string,
  after: string,
): readonly string[] =>
  before === after ? [] : [`Changed ${what} from ${before} to ${after}.`];

/** That something changed which takes more than a few words to tell. */
export const changed = (
  what: string,
  before: unknown,
  after: unknown,
): readonly string[] => (isSameData(before, after) ? [] : [`Changed ${what}.`]);

/** What joined a list of named things, and what left it. */
export const joinedAndLeft = (
  what: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] => {
  const told = (verb: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          `${verb} the ${what}${names.length === 1 ? '' : 's'} ${listWords(names)}.`,
        ];
  return [
    ...told(
      'Added',
      after.filter(name => !before.includes(name)),
    ),
    ...told(
      'Removed',
      before.filter(name => !after.includes(name)),
    ),
  ];
};
