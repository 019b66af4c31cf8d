import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

// Fourteen visitors with their spending and that of the month before; two of
// them are new. Every visitor saw 10 pages and clicked on as many as spent.
const TABLE = `id,page,spent,before,views,pages
1,old,12.1,10,10,10
2,old,9.4,8,10,10
3,old,15.2,13,10,10
4,old,11.0,,10,10
5,old,8.3,7,10,10
6,old,13.7,12,10,10
7,old,10.2,9,10,10
8,new,14.9,12,10,10
9,new,11.8,9,10,10
10,new,17.1,14,10,10
11,new,10.9,8,10,10
12,new,15.0,,10,10
13,new,13.2,11,10,10
14,new,16.4,13,10,10
`;
const WORDS = ['--unit', 'id', '--variant', 'page', '--control', 'old'];

const analyzed = async (...words: string[]) => {
  const file = await folder.write('visits.csv', TABLE);
  return analyzeWords([file, ...WORDS, ...words]);
};

describe('a covariate with missing values', () => {
  const words = ['--success', 'spent', '--covariate', 'spent=before'];

  it('gives what statsmodels gives', async () => {
    const { difference, adjustment, control } = metricNamed(
      await analyzed(...words),
      'spent',
    );
    // statsmodels 0.15.0: θ from OLS of spent on before (0 where missing) and
    // missing, then CompareMeans(…).ztest_ind(usevar='unequal') of spent − θ'x.
    expect(difference?.estimate.toFixed(8)).toBe('1.42518160');
    expect(difference?.stdErr.toFixed(10)).toBe('0.3541933674');
    expect(difference?.pValue.toExponential(4)).toBe('5.7281e-5');
    expect(control?.units).toBe(7);
    expect(adjustment).toMatchObject({ covariates: 2, dropped: 0 });
    expect(adjustment?.varianceReduction.toFixed(9)).toBe('0.921890799');
    expect(adjustment?.unadjusted.estimate.toFixed(9)).toBe('2.771428571');
    expect(adjustment?.unadjusted.stdErr.toFixed(10)).toBe('1.2673288638');
  });

  it('says how many are missing, and what was done about it', async () => {
    const document = await analyzed(...words);
    expect(document.design.metrics[0]?.covariates).toEqual([
      { column: 'before', missingUnits: 2, hasIndicator: true },
    ]);
    expect(document.notices).toEqual([
      '2 units have no value of before, the covariate of spent: it counts as 0, and an indicator beside it says where it is missing.',
    ]);
    const text = analysisText(document);
    expect(text).toMatch(/spent +2 +92\.2 % +\+1\.43 .* \+2\.77 /);
  });

  it('is checked for balance before exposure', async () => {
    const checks = (await analyzed(...words)).health;
    expect(checks.find(({ id }) => id === 'pre-exposure')?.state).toBe('pass');
  });
});

describe('covariates', () => {
  it('of a ratio are its own past, as a numerator or as a ratio', async () => {
    const ratio = ['--success', 'rate=spent/views'];
    const alone = await analyzed(...ratio, '--covariate', 'rate=before');
    const both = await analyzed(...ratio, '--covariate', 'rate=before/pages');
    const { difference, adjustment } = metricNamed(alone, 'rate');
    // Ten views each: a tenth of spending, with missing pasts as 0.
    expect(adjustment?.unadjusted.estimate.toFixed(10)).toBe('0.2771428571');
    expect(metricNamed(both, 'rate').difference?.estimate.toFixed(12)).toBe(
      difference?.estimate.toFixed(12),
    );
    expect(alone.notices[0]).toMatch(/it counts as 0\.$/);
  });

  it('that others determine are dropped and counted', async () => {
    const file = await folder.write(
      'twice.csv',
      TABLE.replace('views', 'same').replaceAll(
        /,(\d*),10,10$/gm,
        (_, past: string) => `,${past},${past === '' ? '' : 2 * +past},1`,
      ),
    );
    const document = await analyzeWords([
      ...[file, ...WORDS, '--success', 'spent'],
      ...['--covariate', 'spent=before', '--covariate', 'spent=same'],
    ]);
    const { difference, adjustment } = metricNamed(document, 'spent');
    expect(adjustment).toMatchObject({ covariates: 4, dropped: 2 });
    expect(difference?.estimate.toFixed(8)).toBe('1.42518160');
  });
});

describe('ratio metrics', () => {
  it('divide sums over units', async () => {
    const document = await analyzed('--success', 'rate=spent/views:mde=0.1');
    expect(document.design.metrics[0]).toMatchObject({
      name: 'rate',
      type: 'ratio',
      numerator: 'spent',
      denominator: 'views',
    });
    // 79.9 / 70 and 99.3 / 70.
    const { control, treatment } = metricNamed(document, 'rate');
    expect(control?.mean.toFixed(12)).toBe((79.9 / 70).toFixed(12));
    expect(treatment?.mean.toFixed(12)).toBe((99.3 / 70).toFixed(12));
  });
});
