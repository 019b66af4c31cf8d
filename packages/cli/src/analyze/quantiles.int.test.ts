import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

// Units of a block resemble each other.
const rowOf = (variant: string, i: number, latency: number): string =>
  [
    `${variant}-${i}`,
    variant,
    latency,
    i <= 100 ? '2026-05-01' : '2026-05-02',
    'se',
    `${variant}-${Math.floor(latency / 20)}`,
  ].join(',');

const rowsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => index + 1).flatMap(i => [
    rowOf('old', i, (i * 7) % 211),
    rowOf('new', i, ((i * 11) % 223) + 5),
  ]);

const analyzed = async (count: number, ...words: string[]) => {
  const table = ['id,variant,latency,at,land,block', ...rowsOf(count)].join(
    '\n',
  );
  return analyzeWords([
    await folder.write(`latencies-${count}.csv`, table),
    ...['--unit', 'id', '--variant', 'variant', '--control', 'old', ...words],
  ]);
};

// SciPy: numpy.quantile (type 7); bounds at the 2.5 % and 97.5 % quantiles of
// binom(n + 1, q); the standard error of one variant is
// (upper − lower)/(2 · 1.959964) · √((n − 1)/n).
const P90 = [187.1, 203.1, 16, 7.197446530108725, 0.026215084554808706];
const MEDIAN = [100.5, 115.5, 15, 10.270556967984872, 0.14415667715268274];
const P90_OF_100 = [188.1, 203.2, 15.1, 9.169481242871786, 0.0996059269612239];

type Document = Awaited<ReturnType<typeof analyzed>>;

const figuresOf = (document: Document, name: string): number[] => {
  const { control, treatment, difference } = metricNamed(document, name);
  return [
    control?.mean,
    treatment?.mean,
    difference?.estimate,
    difference?.stdErr,
    difference?.pValue,
  ].map(figure => Number(figure?.toPrecision(10)));
};
const tenDigits = (figures: readonly number[]) =>
  figures.map(figure => Number(figure.toPrecision(10)));

describe('a quantile metric', () => {
  it('is compared by the order statistics that bound it', async () => {
    const document = await analyzed(
      200,
      ...['--guardrail', 'latency:p90:decrease:nim=0.1'],
      ...['--success', 'latency:p50:mde=0.05'],
    );
    expect(figuresOf(document, 'latency:p90')).toEqual(tenDigits(P90));
    expect(figuresOf(document, 'latency:p50')).toEqual(tenDigits(MEDIAN));
    const [median, p90] = document.design.metrics;
    expect(p90).toMatchObject({
      type: 'quantile',
      quantile: 0.9,
      direction: 'decrease',
      nimRelative: 0.1,
    });
    expect(median).toMatchObject({ quantile: 0.5, mdeRelative: 0.05 });
    expect(document.sql.match(/quantile_cont/g)).toHaveLength(2);
    expect(analysisText(document)).toMatch(/latency:p90 +187 +203 +\+8\.55 %/);
  });

  it('stands beside the mean of its column, and is not broken down', async () => {
    const document = await analyzed(
      200,
      ...['--success', 'latency', '--success', 'latency:p90'],
      ...['--dimension', 'land'],
    );
    expect(document.design.metrics.map(({ type }) => type)).toEqual([
      'average',
      'quantile',
    ]);
    expect(document.breakdowns.map(({ name }) => name)).toEqual(['latency']);
    expect(document.notices).toContain(
      'Quantiles are not broken down by land: latency:p90.',
    );
  });

  it('is at each replayed look what a file that ends that day has', async () => {
    const words = ['--success', 'latency:p90', '--looks', 'at'];
    const design = ['--design', 'always-valid', '--planned-units', '400'];
    const { looks } = await analyzed(200, ...words, ...design);
    expect(looks.map(({ units }) => units)).toEqual([200, 400]);
    const [first] = looks;
    const alone = await analyzed(100, '--success', 'latency:p90');
    expect(figuresOf(alone, 'latency:p90')).toEqual(tenDigits(P90_OF_100));
    expect(first?.metrics[0]?.statistic).toBeCloseTo(
      (P90_OF_100[2] ?? NaN) / (P90_OF_100[3] ?? NaN),
      10,
    );
  });

  it('has no result with values too few to bound it', async () => {
    const document = await analyzed(30, '--success', 'latency:p99');
    expect(metricNamed(document, 'latency:p99')).toMatchObject({
      status: 'problem',
      difference: null,
    });
    expect(analysisText(document)).toContain('30 values in a variant are too');
  });

  // NumPy: the counts S of members at or below the quantile and N of members
  // over K clusters; [Var S − 2(S̄/N̄)Cov(S, N) + (S̄/N̄)² Var N]/(K N̄²) over
  // q(1 − q)/n is 11.200 and 12.044, by which the variances above grow.
  it('is widened by what clusters do', async () => {
    const words = ['--success', 'latency:p90', '--cluster', 'block'];
    const document = await analyzed(200, ...words);
    const latency = metricNamed(document, 'latency:p90');
    expect(latency.difference?.estimate).toBeCloseTo(16, 10);
    expect(latency.difference?.stdErr).toBeCloseTo(24.53689687568552, 10);
    expect(latency.control?.units).toBe(11);
    expect(latency.designEffect).toBeCloseTo(
      (24.53689687568552 / 7.197446530108725) ** 2,
      10,
    );
  });
});
