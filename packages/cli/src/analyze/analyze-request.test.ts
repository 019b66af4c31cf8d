import { describe, expect, it } from 'vitest';
import { readAnalyzeRequest } from './analyze-request';

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
});
