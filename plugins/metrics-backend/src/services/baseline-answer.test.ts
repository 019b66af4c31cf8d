import type { Metric, MomentsRow } from '@etude/metrics';
import { revenueMetric } from '../__testUtils__/start-metrics-backend';
import { answerOf } from './baseline-answer';

const ratio: Metric = {
  ...revenueMetric(),
  id: 'revenue-per-session',
  type: 'ratio',
  denominator: { aggregation: 'count', filters: [] },
  state: 'active',
};

// Units with these values of the numerator y and the denominator x.
const answerFor = (units: readonly (readonly [y: number, x: number])[]) => {
  const mean = (of: 0 | 1) =>
    units.reduce((sum, unit) => sum + unit[of], 0) / units.length;
  const product = (a: 0 | 1, b: 0 | 1) =>
    units.reduce(
      (sum, unit) => sum + (unit[a] - mean(a)) * (unit[b] - mean(b)),
      0,
    );
  const row: MomentsRow = {
    metricId: ratio.id,
    variant: 'all',
    exposureDate: null,
    n: units.length,
    mean: mean(0),
    m2: product(0, 0),
    companions: { means: [mean(1)], comoments: [product(0, 1), product(1, 1)] },
  };
  return answerOf(ratio, {
    kind: 'assignment',
    hasTime: false,
    runId: 'run-1',
    result: {
      metrics: [
        {
          metricId: ratio.id,
          mean: row.mean,
          variance: row.n > 1 ? row.m2 / (row.n - 1) : null,
          units: row.n,
          moments: [row],
        },
      ],
      populationUnits: 9,
      unitsPerDay: 1,
      cumulativeUnits: null,
      sql: 'SELECT 1',
    },
  });
};

describe('the baseline of a ratio', () => {
  it('is that of its linearised value', () => {
    // R = 6/4; (y − R·x)/x̄ is −0.5/2 and 0.5/2, with variance 2·0.25²/1.
    expect(
      answerFor([
        [1, 1],
        [5, 3],
      ]),
    ).toMatchObject({
      status: 'known',
      mean: 1.5,
      variance: 0.125,
      units: 2,
    });
  });

  it.each([
    [[[1, 1]], 'NO_UNITS', 'has a value for 1 of the 9 units'],
    [
      [
        [0, 0],
        [0, 0],
      ],
      'NO_FACTS',
      'None of the 2 units has a fact',
    ],
    [
      [
        [0, 1],
        [0, 2],
      ],
      'NO_FACTS',
      'None of the 2 units has a fact',
    ],
    [
      [
        [4, 0],
        [5, 0],
      ],
      'NO_RATIO',
      'its denominator sums to 0',
    ],
    [
      [
        [4, 1],
        [5, -1],
      ],
      'NO_RATIO',
      'sums to 0',
    ],
  ] as const)('of units %j is refused by %s', (units, code, reason) => {
    const answer = answerFor(units);
    expect(answer).toMatchObject({
      status: 'problem',
      problem: {
        code: `ETUDE_METRICS_BASELINE_${code}`,
        message: expect.stringContaining(reason),
      },
      runId: 'run-1',
    });
  });
});
