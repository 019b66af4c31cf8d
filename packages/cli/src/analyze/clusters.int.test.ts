import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const TEAMS = {
  old: { a: [4, 7, 5], b: [2, 3], c: [9, 8, 6, 7], d: [5] },
  new: { e: [6, 9], f: [10, 8, 7], g: [5, 6], h: [9, 11, 8, 10] },
};
const ROWS = Object.entries(TEAMS).flatMap(([page, teams]) =>
  Object.entries(teams).flatMap(([team, values]) =>
    values.map((minutes: number) => `${page},${team},${minutes}`),
  ),
);
const tableOf = (rows: readonly string[]) =>
  ['id,page,team,minutes', ...rows.map((row, at) => `${at},${row}`)].join('\n');

const WORDS = [
  ...['--unit', 'id', '--variant', 'page', '--control', 'old'],
  ...['--success', 'minutes:mde=0.5', '--cluster', 'team'],
];

describe('eight teams with 21 members', () => {
  it('are compared as R does: survey 4.1.1', async () => {
    const file = await folder.write('teams.csv', tableOf(ROWS));
    const document = await analyzeWords([file, ...WORDS]);
    const { difference, control, designEffect, units } = metricNamed(
      document,
      'minutes',
    );
    // svyby(~minutes, ~page, svydesign(ids = ~team, strata = ~page), svymean)
    // gives 5.6 (SE 1.138420) and 8.0909 (SE 0.816803); t with 8 − 2 df.
    expect(control).toEqual({ units: 4, mean: 5.6 });
    expect(difference?.estimate.toFixed(10)).toBe('2.4909090909');
    expect(difference?.stdErr.toFixed(10)).toBe('1.4011308087');
    expect(difference?.pValue.toFixed(10)).toBe('0.1257616702');
    // The squared SE over that of 21 independent members.
    expect(designEffect?.toFixed(9)).toBe('2.368485171');
    expect(units).toBe(8);
  });

  it('are counted as clusters and as members', async () => {
    const file = await folder.write('teams.csv', tableOf(ROWS));
    const document = await analyzeWords([file, ...WORDS]);
    expect(document.design.variants).toMatchObject([
      { name: 'old', units: 4, members: 10 },
      { name: 'new', units: 4, members: 11 },
    ]);
    const text = analysisText(document);
    expect(text).toContain('8 clusters in 2 variants');
    expect(text).toMatch(/old +control +4 clusters +10 members/);
    const widest = Math.max(...text.split('\n').map(line => line.length));
    expect(widest).toBeLessThanOrEqual(100);
  });

  it('are crossovers when members are in two variants', async () => {
    const crossing = ['old,z,5', 'new,z,6', 'new,z,7'];
    const file = await folder.write('z.csv', tableOf([...ROWS, ...crossing]));
    const document = await analyzeWords([file, ...WORDS]);
    expect(metricNamed(document, 'minutes').units).toBe(8);
    expect(document.design.variants.map(({ members }) => members)).toEqual([
      10, 11,
    ]);
    const check = document.health.find(({ id }) => id === 'crossover');
    expect(check?.figure?.value.toFixed(9)).toBe((1 / 9).toFixed(9));
  });

  it('may come on different days, each as a whole', async () => {
    const days = 'abcefgdh';
    const rows = [...ROWS, 'new,a,5'].map(row => {
      const [, team = ''] = row.split(',');
      return `${row},2026-05-0${1 + Math.floor(days.indexOf(team) / 2)}`;
    });
    const text = tableOf(rows).replace('minutes', 'minutes,seen');
    const file = await folder.write('seen.csv', text);
    const { looks } = await analyzeWords([file, ...WORDS, '--looks', 'seen']);
    // Team a is in two variants from the first day on.
    expect(looks.map(look => look.units)).toEqual([1, 3, 5, 7]);
  });

  it('may be broken down by what their members share', async () => {
    const rows = ROWS.map(row => `${row},${/,[aceg],/.test(row)}`);
    const text = tableOf(rows).replace('minutes', 'minutes,large');
    const file = await folder.write('large.csv', text);
    const words = [file, ...WORDS, '--dimension', 'large'];
    const { breakdowns } = await analyzeWords(words);
    expect(breakdowns).toMatchObject([
      { value: 'false', control: { units: 2, mean: 10 / 3 } },
      { value: 'true', control: { units: 2, mean: 46 / 7 } },
    ]);
  });
});
