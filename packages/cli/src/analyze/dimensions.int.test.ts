import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const HEADER = 'id,gate,x,land';
const ROWS = {
  se: ['1,a,4,se', '2,a,7,se', '3,a,5,se', '4,b,9,se', '5,b,6,se'],
  no: ['6,a,2,no', '7,a,3,no', '8,b,4,no', '9,b,8,no', '10,b,5,no'],
  none: ['11,a,4,', '12,b,6,', '13,b,7,'],
};
const WORDS = [
  ...['--unit', 'id', '--variant', 'gate', '--control', 'a', '--success', 'x'],
];

const analyzed = async (rows: readonly string[], ...words: string[]) => {
  const file = await folder.write('lands.csv', [HEADER, ...rows].join('\n'));
  return analyzeWords([file, ...WORDS, ...words]);
};

describe('a breakdown by a dimension', () => {
  it('has in every value what the rows of that value alone have', async () => {
    const all = [...ROWS.se, ...ROWS.no, ...ROWS.none];
    const { breakdowns } = await analyzed(all, '--dimension', 'land');
    expect(breakdowns.map(({ value }) => value).toSorted()).toEqual(
      [null, 'no', 'se'].toSorted(),
    );
    for (const land of ['se', 'no'] as const) {
      const found = breakdowns.find(({ value }) => value === land);
      const { difference, lift } = metricNamed(await analyzed(ROWS[land]), 'x');
      expect(found?.difference?.estimate).toBeCloseTo(
        difference?.estimate ?? Number.NaN,
        12,
      );
      expect(found?.lift?.estimate).toBeCloseTo(lift?.estimate ?? NaN, 12);
      // Bonferroni over the three values that there are.
      expect(found?.adjustedPValue).toBeCloseTo(
        Math.min(1, 3 * (difference?.pValue ?? Number.NaN)),
        12,
      );
    }
  });

  it('names the values that cannot be compared, and decides nothing', async () => {
    const all = [...ROWS.se, ...ROWS.no, ...ROWS.none];
    const document = await analyzed(all, '--dimension', 'land');
    const none = document.breakdowns.find(({ value }) => value === null);
    expect(none).toMatchObject({ difference: null, control: null });
    expect(none?.problem?.code).toMatch(/^ETUDE_/);
    const without = await analyzed(all);
    expect(document.recommendations).toEqual(without.recommendations);
    expect(document.metrics[0]?.difference?.estimate).toBeCloseTo(
      without.metrics[0]?.difference?.estimate ?? Number.NaN,
      12,
    );
    const text = analysisText(document);
    expect(text).toMatch(/Exploration: x by land, b against a\. Tests/);
    expect(text).toMatch(/\(none\) +–/);
  });
});
