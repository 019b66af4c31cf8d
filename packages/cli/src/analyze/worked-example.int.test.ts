import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTable } from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import type { AnalysisDocument } from './analysis-document';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

// Twenty visitors: 4 of 10 and 7 of 10 bought; minutes have means 5.5 and 7.2
// and variances 4.7222 and 3.7333 (n − 1).
const BOUGHT = { old: '1101001000', new: '1110110110' };
const MINUTES = {
  old: [4, 7, 2, 9, 5, 6, 3, 8, 5, 6],
  new: [6, 9, 5, 10, 7, 8, 4, 9, 8, 6],
};
const rowsOf = (variant: 'old' | 'new', firstId: number): string[] =>
  MINUTES[variant].map(
    (minutes, index) =>
      `${firstId + index},${variant},${BOUGHT[variant][index]},${minutes}`,
  );
const TABLE = ['visitor,page,bought,minutes', ...rowsOf('old', 1)]
  .concat(rowsOf('new', 11))
  .join('\n');

const WORDS = [
  ...['--unit', 'visitor', '--variant', 'page', '--control', 'old'],
  ...['--success', 'bought:mde=0.5', '--guardrail', 'minutes:decrease:nim=0.1'],
];

describe('a table of twenty visitors', () => {
  let document: AnalysisDocument;
  beforeAll(async () => {
    const file = await folder.write('visits.csv', TABLE);
    document = await analyzeWords([file, ...WORDS]);
  });

  it('tells proportions from averages by their values', () => {
    expect(document.design.metrics).toMatchObject([
      { name: 'bought', type: 'proportion', direction: 'increase' },
      { name: 'minutes', type: 'average', direction: 'decrease' },
    ]);
  });

  it('compares proportions: 7/10 − 4/10 with √(0.045), z = √2', () => {
    const { control, treatment, difference, tests } = metricNamed(
      document,
      'bought',
    );
    expect(control).toEqual({ units: 10, mean: 0.4 });
    expect(treatment).toEqual({ units: 10, mean: 0.7 });
    expect(difference?.estimate.toFixed(12)).toBe('0.300000000000');
    expect(difference?.stdErr.toFixed(9)).toBe('0.212132034');
    // SciPy: 2 * norm.sf(sqrt(2)) and norm.sf(sqrt(2)).
    expect(difference?.pValue.toFixed(9)).toBe('0.157299207');
    expect(tests[0]?.pValue.toFixed(9)).toBe('0.078649604');
  });

  it('compares averages as SciPy does', () => {
    const { difference, lift, intervalLevel, outcome } = metricNamed(
      document,
      'minutes',
    );
    expect(difference?.estimate.toFixed(9)).toBe('1.700000000');
    expect(difference?.stdErr.toFixed(9)).toBe('0.919540948');
    expect(difference?.pValue.toFixed(9)).toBe('0.064494129');
    // Fieller's interval, 90 %: the guardrail is judged at 5 %, one-sided, and
    // the control mean is 8.0 standard errors from 0.
    expect(intervalLevel.toFixed(9)).toBe('0.900000000');
    expect(lift?.estimate.toFixed(9)).toBe('0.309090909');
    expect(lift?.interval.map(end => end?.toFixed(9))).toEqual([
      '0.029525401',
      '0.704112423',
    ]);
    // 1.849 standard errors the wrong way pass the deterioration level
    // 0.05/2 = 0.025 (1.960) not quite.
    expect(outcome).toBe('not-enough-data');
  });

  it('says the same of the same table in Parquet', async () => {
    await importTable({
      text: TABLE,
      format: 'csv',
      tableId: 'visits',
      lakeDir: folder.path,
    });
    const file = join(folder.path, 'imports/visits/data.parquet');
    const parquet = await analyzeWords([file, ...WORDS]);
    expect(parquet.file).toEqual({
      name: 'data.parquet',
      format: 'parquet',
      rows: 20,
    });
    expect(parquet.metrics).toEqual(document.metrics);
  });

  it('takes weights into the sample ratio', async () => {
    const file = await folder.write('visits.csv', TABLE);
    const words = [file, ...WORDS, '--weights', 'new=1,old=1'];
    const even = await analyzeWords(words);
    expect(even.health).toEqual(document.health);
    // Planned 1 : 9 and found 10 : 10 needs 27 units to be judged at all.
    const skewed = await analyzeWords([...words, '--weights', 'new=1,old=9']);
    expect(skewed.health.find(({ id }) => id === 'srm')?.state).toBe('unknown');
  });

  it('is printed from health to verdict', () => {
    const text = analysisText(document);
    const headings = text
      .split('\n')
      .filter(line => line !== '' && !line.startsWith(' '));
    expect(headings).toEqual([
      expect.stringMatching(/^Do not ship new: /),
      'visits.csv: 20 units in 2 variants; design: one look at the end',
      'Health',
      'Metrics: new against old',
      'Precision: new (power 90 % per metric)',
      'Tests of the decision, one-sided: new',
      'Recommendation: end',
      'Verdict: no learning (UNDERPOWERED)',
    ]);
    expect(text).toMatch(/bought +40\.0 % +70\.0 % +\+75\.0 %/);
    const widest = Math.max(...text.split('\n').map(line => line.length));
    expect(widest).toBeLessThanOrEqual(100);
  });
});

describe('tables with other shapes', () => {
  it('may name variants by truth values, in the case of the file', async () => {
    const text = TABLE.replaceAll('old', 'FALSE').replaceAll('new', 'TRUE');
    const file = await folder.write('truth.csv', text);
    const { design } = await analyzeWords([
      file,
      ...WORDS.map(word => (word === 'old' ? 'FALSE' : word)),
      ...['--weights', 'FALSE=1,TRUE=1'],
    ]);
    expect(design.control).toBe('false');
    expect(design.variants).toMatchObject([
      { name: 'false', units: 10, plannedShare: 0.5 },
      { name: 'true', units: 10, plannedShare: 0.5 },
    ]);
  });

  it('may have several variants against one control', async () => {
    const third = rowsOf('new', 21).map(row => row.replace('new', 'newer'));
    const file = await folder.write('three.csv', [TABLE, ...third].join('\n'));
    const document = await analyzeWords([file, ...WORDS]);
    expect(document.recommendations.map(({ variant }) => variant)).toEqual([
      'new',
      'newer',
    ]);
    // Two comparisons share alpha: 5 % / 2.
    expect(document.design.levels.success.toFixed(9)).toBe('0.025000000');
  });

  it('may quote names with spaces, quotes and colons', async () => {
    const header = '"visitor ""id""",my page,bought:all,minutes';
    const text = TABLE.replace('visitor,page,bought,minutes', header);
    const file = await folder.write('names.csv', text);
    const document = await analyzeWords([
      ...[file, '--unit', 'visitor "id"', '--variant', 'my page'],
      ...['--control', 'old', '--success', 'bought:all:mde=0.5'],
    ]);
    expect(document.metrics[0]).toMatchObject({
      name: 'bought:all',
      status: 'estimated',
    });
  });

  it('have a reason instead of a number where nothing varies', async () => {
    const text = TABLE.replaceAll(/,\d+$/gm, ',5');
    const file = await folder.write('same.csv', text);
    const document = await analyzeWords([file, ...WORDS]);
    const minutes = metricNamed(document, 'minutes');
    expect(minutes).toMatchObject({
      status: 'problem',
      difference: null,
      lift: null,
      tests: [],
    });
    expect(document.verdict).toMatchObject({ reason: 'DATA_MISSING' });
    expect(analysisText(document).replaceAll(/\s+/g, ' ')).toContain(
      minutes.problem?.message,
    );
  });
});
