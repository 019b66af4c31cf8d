import { describe, expect, it } from 'vitest';
import { findCommand } from '../commands';
import { ANALYZE_OPTIONS, readAnalyzeRequest } from './analyze-request';

const MINIMAL = [
  'players.csv',
  ...['--unit', 'id', '--variant', 'gate', '--control', 'a'],
];

const read = (...words: string[]) => {
  const request = readAnalyzeRequest([...MINIMAL, ...words]);
  if (request.ok) return request.value;
  throw new Error(request.problems.map(({ message }) => message).join(' '));
};

const problems = (words: readonly string[]): string[] => {
  const request = readAnalyzeRequest(words);
  return request.ok
    ? []
    : request.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('readAnalyzeRequest', () => {
  it('fills in alpha 5 %, power 80 % and equal weights', () => {
    expect(read('--success', 'kept')).toEqual({
      file: 'players.csv',
      unitColumn: 'id',
      variantColumn: 'gate',
      control: 'a',
      metrics: [{ metricId: 'kept', role: 'success', direction: 'increase' }],
      weights: null,
      alpha: 0.05,
      power: 0.8,
      design: {
        kind: 'fixed-horizon',
        plannedUnits: null,
        spending: null,
        overRun: null,
        widthRelative: null,
        burnInUnits: null,
        guarantee: 'default',
      },
      looks: null,
      covariates: [],
      clusterColumn: null,
      dimensions: [],
      output: 'text',
    });
  });

  it('reads modifiers in any order and leaves colons in names', () => {
    const { metrics } = read(
      ...['--success', 'crash:rate:mde=0.1:decrease'],
      ...['--success', 'kept:increase:mde=2e-2'],
      ...['--guardrail', 'rounds:nim=.05'],
    );
    expect(metrics).toEqual([
      {
        metricId: 'crash:rate',
        role: 'success',
        direction: 'decrease',
        mdeRelative: 0.1,
      },
      {
        metricId: 'kept',
        role: 'success',
        direction: 'increase',
        mdeRelative: 0.02,
      },
      {
        metricId: 'rounds',
        role: 'guardrail',
        direction: 'increase',
        nimRelative: 0.05,
      },
    ]);
  });

  it('reads a ratio of two columns, and what goes with metrics', () => {
    const { metrics, covariates, looks } = read(
      ...['--success', 'rate=clicks/views:mde=0.1', '--guardrail', 'a=b'],
      ...['--covariate', 'rate=old clicks/old views', '--covariate', 'a=b=x/y'],
      ...['--looks', 'seen:at:7'],
    );
    expect(metrics).toMatchObject([
      {
        metricId: 'rate',
        ratio: { numerator: 'clicks', denominator: 'views' },
      },
      { metricId: 'a=b' },
    ]);
    expect(covariates).toEqual([
      { metricId: 'rate', columns: ['old clicks', 'old views'] },
      { metricId: 'a=b', columns: ['x/y'] },
    ]);
    expect(looks).toEqual({ column: 'seen:at', everyDays: 7 });
  });

  it('reads a quantile among the modifiers', () => {
    const { metrics } = read(
      ...['--success', 'wait:p99.9:decrease:mde=0.1', '--guardrail', 'p95'],
      ...['--guardrail', 'wait:decrease:p50'],
    );
    expect(metrics).toMatchObject([
      {
        metricId: 'wait:p99.9',
        quantile: { column: 'wait', probability: 0.9990000000000001 },
        direction: 'decrease',
        mdeRelative: 0.1,
      },
      { metricId: 'p95' },
      { metricId: 'wait:p50', quantile: { column: 'wait', probability: 0.5 } },
    ]);
    expect(metrics[1]).not.toHaveProperty('quantile');
  });

  it.each([
    ['obrien-fleming', { kind: 'obrien-fleming' }],
    ['pocock', { kind: 'pocock' }],
    ['power:2', { kind: 'power', exponent: 2 }],
    ['hwang-shih-decani:-4', { kind: 'hwang-shih-decani', gamma: -4 }],
  ])('reads the spending %s', (text, spending) => {
    const { design } = read(
      ...['--success', 'x', '--design', 'group-sequential'],
      ...['--planned-units', '2000', '--spending', text],
    );
    expect(design).toMatchObject({ plannedUnits: 2000, spending });
  });

  it('reads weights by variant', () => {
    const { weights } = read('--success', 'x', '--weights', 'a=1, b=0.5');
    expect([...(weights ?? [])]).toEqual([
      ['a', 1],
      ['b', 0.5],
    ]);
  });

  it('names everything that is missing at once', () => {
    const paths = problems([]).map(problem => problem.split(':')[0]);
    expect(paths).toEqual([
      'FILE',
      '--unit',
      '--variant',
      '--control',
      '--success',
    ]);
  });

  it.each([
    [['--success', 'x:mde=2%'], "mde is '2%', which is not a number"],
    [['--success', 'x:mde='], "mde is '', which is not a number"],
    [['--success', 'x:nim=0.1'], 'which only guardrails have'],
    [['--guardrail', 'x:mde=0.1'], 'which only success metrics have'],
    [['--success', ':mde=0.1'], 'names no column'],
    [['--success', 'x:p0'], 'not between 0 and 100'],
    [['--success', 'x:p100'], 'not between 0 and 100'],
    [['--success', 'r=x/y:p95'], 'a quantile of a ratio'],
    [
      ['--success', 'x:p95', '--covariate', 'x:p95=past'],
      'gives a covariate to a quantile',
    ],
    [['--success', 'x', '--alpha', 'five'], "'five' is not a number"],
    [['--success', 'x', '--power', ''], "'' is not a number"],
    [['--success', 'x', '--weights', 'a,b=1'], "'a' is not a weight"],
    [['--success', 'x', '--weights', 'a=0,b=1'], "'a=0' is not a weight"],
    [['--success', 'x', '--weights', 'a=1,a=2'], "'a' has two weights"],
    [['--success', 'x', 'more.csv'], "'more.csv' comes after the file"],
  ])('refuses %j', (words, expected) => {
    const found = problems([...MINIMAL, ...words]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it('refuses an option that does not exist', () => {
    expect(() => read('--succes', 'x')).toThrow(/--succes/);
  });

  it('knows the options that the help names, and no other', () => {
    const help = findCommand('analyze')?.help ?? '';
    const named = [...help.matchAll(/--([a-z-]+)/g)].map(match => match[1]);
    expect([...new Set(named)].toSorted()).toEqual(
      Object.keys(ANALYZE_OPTIONS).toSorted(),
    );
  });
});
