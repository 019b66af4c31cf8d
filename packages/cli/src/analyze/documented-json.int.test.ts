import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository';
import { analyzeWords } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let doc = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  const file = path.join(repositoryRoot, 'docs/analyze-json.md');
  doc = await readFile(file, 'utf8');
});
afterAll(() => folder.remove());

/** The content of the documented code block of a language. */
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(doc)?.[1] ?? '';

/** What the documented command prints for a table, as parsed JSON. */
const printed = async (
  table: string,
  ...more: readonly string[]
): Promise<unknown> => {
  const words = block('sh').replaceAll('\\\n', ' ').trim().split(/\s+/);
  const [, , name = '', ...options] = words;
  const file = await folder.write(name, table);
  const document = await analyzeWords([file, ...options, ...more]);
  return JSON.parse(JSON.stringify(document));
};

/**
 * The documented table with more to ask for: every two visitors are a pair
 * who came on one day, and knew the shop or not.
 */
const pairs = (table: string): string =>
  table
    .trim()
    .split('\n')
    .map((row, index) => {
      const pair = Math.floor((index - 1) / 2);
      return index === 0
        ? `${row},pair,known,seen,past`
        : `${row},${pair},${pair % 2 === 0},2026-05-0${1 + (pair % 5)},${index ** 2}`;
    })
    .join('\n');

/** The documented table with gains and losses, of mean 0 in the control. */
const gains = (table: string): string =>
  pairs(table)
    .split('\n')
    .map((row, index) =>
      index === 0 ? `${row},gain` : `${row},${index % 4 < 2 ? 3 : -3}`,
    )
    .join('\n');

const EVERYTHING = [
  ...['--cluster', 'pair', '--dimension', 'known', '--looks', 'seen'],
  ...['--covariate', 'bought=past', '--design', 'group-sequential'],
];

/** Paths of all values; lists of plain values count as one value. */
const pathsOf = (value: unknown, at = ''): string[] => {
  if (Array.isArray(value)) {
    return value.some(item => typeof item === 'object' && item !== null)
      ? value.flatMap(item => pathsOf(item, `${at}[]`))
      : [at];
  }
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, item]) =>
    pathsOf(item, at === '' ? key : `${at}.${key}`),
  );
};

/** The same value with numbers of nine digits: engines differ in the last. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'number' ? Number(item.toPrecision(9)) : item,
    ),
  );

describe('docs/analyze-json.md', () => {
  it('shows what the command really prints', async () => {
    const shown: unknown = JSON.parse(block('json'));
    expect(rounded(await printed(block('csv')))).toEqual(rounded(shown));
  });

  it('lists every field, and no other', async () => {
    const table = block('csv');
    const same = table.replaceAll(/,\d+$/gm, ',5');
    const found = new Set([
      ...pathsOf(await printed(table)),
      ...pathsOf(await printed(pairs(table), ...EVERYTHING)),
      // Nothing varies, so that a problem is there instead of estimates.
      ...pathsOf(await printed(same)),
      ...pathsOf(await printed(pairs(same), ...EVERYTHING)),
      // A mean of 0, so that there is no lift.
      ...pathsOf(
        await printed(gains(table), '--dimension', 'known', '--success=gain'),
      ),
    ]);
    const documented = [...doc.matchAll(/^\| `([^`]+)` +\|/gm)].map(
      match => match[1] ?? '',
    );
    // An object that is null here has its fields in the other document.
    const isObject = (name: string) =>
      documented.some(
        field => field.startsWith(`${name}.`) || field.startsWith(`${name}[]`),
      );
    const fields = [...found].filter(name => !isObject(name));
    expect(documented.toSorted()).toEqual(fields.toSorted());
    // Five analyses, one after the other.
  }, 20_000);
});
