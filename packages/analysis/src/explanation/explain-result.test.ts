import { describe } from 'vitest';
import { TEST_RATES } from '../designs/design-test-input';
import { everyMetricInput } from './every-metric-test-input';
import {
  ENDED,
  FEW,
  WORLD,
  firstLook,
  gst,
  looked,
  withDimensions,
} from './explained-test-input';
import { itExplains } from './it-explains-test-input';

const CLUSTERS = { n: 30, effects: [0.8], seed: 9 };

describe('explainResult', () => {
  itExplains('breakdowns', () =>
    withDimensions(everyMetricInput(WORLD, ENDED)),
  );

  itExplains('breakdowns of clusters', () =>
    withDimensions(
      everyMetricInput({ ...FEW, ...CLUSTERS }, { ...ENDED, clustered: true }),
    ),
  );

  itExplains('clusters, always-valid', () =>
    everyMetricInput(
      { ...FEW, n: 120, effects: [0.4], seed: 9 },
      { clustered: true },
      { design: { kind: 'always-valid', ...TEST_RATES } },
    ),
  );

  itExplains(
    'always-valid, second look',
    () => looked({ kind: 'always-valid', ...TEST_RATES }, FEW)[1],
  );

  itExplains('group-sequential, second look', () => looked(gst({}), FEW)[1]);

  itExplains('few units', () =>
    everyMetricInput({ n: 40, effects: [0.4], seed: 3 }, ENDED),
  );

  itExplains('few clusters, whose control mean is near 0', () => {
    const input = everyMetricInput(
      { ...FEW, ...CLUSTERS, only: ['average'] },
      { ...ENDED, clustered: true },
    );
    return {
      ...input,
      moments: input.moments.map(row => ({ ...row, mean: row.mean - 8 })),
    };
  });

  itExplains('an early look that would be enough at the end', () =>
    everyMetricInput(
      { ...WORLD, only: ['average'], n: 500 },
      { pastLooks: [] },
      { design: gst({}), requiredUnits: 200_000 },
    ),
  );

  itExplains('over-run', () =>
    everyMetricInput(
      FEW,
      { pastLooks: [] },
      { design: gst({}), requiredUnits: 700 },
    ),
  );

  itExplains('closed, fixed width', () =>
    everyMetricInput(
      FEW,
      { pastLooks: [] },
      { design: { kind: 'fixed-width', ...TEST_RATES, widthRelative: 0.02 } },
    ),
  );

  itExplains('ended, fixed power', () =>
    everyMetricInput(FEW, ENDED, {
      design: { kind: 'fixed-power', ...TEST_RATES },
    }),
  );

  itExplains('strict rule, no planned units', () =>
    everyMetricInput(FEW, ENDED, {
      design: { kind: 'fixed-horizon', ...TEST_RATES },
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    }),
  );

  itExplains('tree rule', () =>
    everyMetricInput({ ...WORLD, only: ['rate', 'median', 'cost'] }, ENDED, {
      decisionRule: {
        kind: 'tree',
        root: {
          kind: 'any',
          children: [
            { kind: 'hypothesis', metricId: 'rate', test: 'superiority' },
            {
              kind: 'all',
              children: [
                { kind: 'hypothesis', metricId: 'median', test: 'superiority' },
                {
                  kind: 'hypothesis',
                  metricId: 'cost',
                  test: 'non-inferiority',
                },
              ],
            },
          ],
        },
      },
    }),
  );

  for (const spending of [
    { kind: 'obrien-fleming' },
    { kind: 'pocock' },
    { kind: 'hwang-shih-decani', gamma: -2 },
    { kind: 'hwang-shih-decani', gamma: 0 },
  ] as const) {
    itExplains(`first look, ${JSON.stringify(spending)}`, () =>
      firstLook(gst({ spending, overRun: 'strict' }), {
        ...WORLD,
        only: ['average'],
      }),
    );
  }
});
