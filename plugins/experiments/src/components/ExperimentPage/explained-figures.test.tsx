import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  testAnalysis,
  testMetric,
} from '../../__testUtils__/experiment-fixtures';
import { testExplanation } from '../../__testUtils__/explanation-fixtures';
import { renderResults } from '../../__testUtils__/render-results';

const METRIC = 'metric/retention-7/gate-40';
const ROW = 'breakdown/country/se/retention-7/gate-40';

const DIFFERENCE = {
  estimate: -0.0082,
  stdErr: 0.00259,
  ci: [-0.0125, -0.0039],
  pValue: 0.00156,
} as const;

/** Every part of the results there is. */
const FULL = testAnalysis({
  metrics: [
    testMetric({
      difference: DIFFERENCE,
      units: 90189,
      requiredUnits: 421788,
      mdeRelative: 0.02,
      sequence: {
        method: 'group-sequential',
        look: 2,
        informationFraction: 0.4,
        criticalValue: 2.714,
        ci: [-0.02, 0.004],
        runningP: 0.3,
      },
      adjustment: {
        covariates: 2,
        dropped: 1,
        varianceReduction: 0.38,
        unadjusted: DIFFERENCE,
      },
      bayesian: {
        chanceToWin: 0.000789,
        credibleInterval: [-0.0133, -0.0031],
        riskOfShipping: 0.0082,
        riskOfNotShipping: 0.0000002,
      },
      precision: {
        currentPower: 0.4123,
        poweredEffectRelative: 0.0345,
        share: 0.21,
        projectedFinishAt: '2026-04-01T09:00:00.000Z',
        widthRelative: 0.04,
      },
    }),
  ],
  breakdowns: [
    {
      dimension: 'country',
      value: 'se',
      metricId: 'retention-7',
      variant: 'gate-40',
      control: { n: 200, mean: 0.2 },
      treatment: { n: 210, mean: 0.21 },
      difference: DIFFERENCE,
      lift: { estimate: 0.05, ci: [-0.1, 0.2] },
      adjustedPValue: 0.049677,
    },
  ],
  health: [
    {
      id: 'srm',
      state: 'pass',
      title: 'Sample ratio',
      sentence: 'Units are split as planned.',
      figure: { name: 'p-value', value: 0.435 },
      threshold: 0.001,
    },
  ],
});

/** Cells of all tables with a number in sight that opens nothing. */
const mute = (): readonly string[] =>
  screen
    .getAllByRole('cell', { hidden: true })
    .filter(cell => cell.querySelector('button') === null)
    .map(cell => cell.textContent)
    .filter(text => /\d/.test(text));

// By its text: to find it by role takes seconds on a page this full.
const question = (of: string) =>
  screen.getByText(`. How was this computed: ${of}`);

describe('figures of an experiment', () => {
  it('open how they were computed, every one', async () => {
    renderResults(FULL, 'results');
    await screen.findByRole('table', { name: 'Metrics' });
    expect(new Set(mute())).toEqual(
      // The name of a metric is no figure.
      new Set(['Retention, day 7Success, up is better']),
    );
  });

  it.each([
    [
      'mean of control of Retention, day 7 in gate-40',
      `${METRIC}/control-mean`,
    ],
    ['interval of Retention, day 7 in gate-40', `${METRIC}/lift-interval`],
    ['interval width of Retention, day 7 in gate-40', `${METRIC}/width`],
    [
      'planned effect of Retention, day 7 in gate-40',
      `${METRIC}/planned-effect`,
    ],
    [
      'time until the required units are there of Retention, day 7 in gate-40',
      `${METRIC}/finish`,
    ],
    [
      'unadjusted difference of Retention, day 7 in gate-40',
      `${METRIC}/unadjusted`,
    ],
    ['effect of Retention, day 7 in gate-40, country se', `${ROW}/lift`],
    ['adjusted level of Retention, day 7 in gate-40', 'design/levels'],
    [
      'mean of control of Retention, day 7 in gate-40, country se',
      `${ROW}/difference`,
    ],
  ])('ask for %s under its own address', async (of, id) => {
    renderResults(FULL, 'results');
    await screen.findByRole('table', { name: 'Metrics' });
    await userEvent.click(question(of));
    expect(new URLSearchParams(window.location.search).get('computed')).toBe(
      id,
    );
  });

  it('leads from the level of one look to the test that spends it', async () => {
    const [bound] = testMetric().bound ?? [];
    renderResults(
      testAnalysis({
        metrics: [
          testMetric({
            outcome: 'no-difference',
            bound: bound ? [{ ...bound, alpha: 0.0008 }] : [],
          }),
        ],
      }),
      'results',
    );
    await screen.findByRole('table', { name: 'Metrics' });
    await userEvent.click(
      question('adjusted level of Retention, day 7 in gate-40'),
    );
    expect(new URLSearchParams(window.location.search).get('computed')).toBe(
      `${METRIC}/superiority`,
    );
  });

  it('are explained on the live page too', async () => {
    const explanation = jest.fn(async () => ({
      figures: [
        testExplanation({
          id: 'health/srm',
          unit: 'p-value',
          formula: 'chi-square of units against weights',
        }),
      ],
    }));
    renderResults(FULL, 'live', { explanation, looks: async () => [] });
    await screen.findByRole('table', { name: 'Traffic per variant' });
    expect(mute()).toEqual(['gate-30', 'gate-40']);
    await userEvent.click(question('Sample ratio'));
    const panel = within(await screen.findByRole('dialog'));
    expect(
      await panel.findByText('chi-square of units against weights'),
    ).toBeInTheDocument();
  });

  it('tell the p-value of a check and what it is compared with', async () => {
    renderResults(FULL, 'live');
    expect(
      await screen.findByText('p-value 0.435, threshold 0.001'),
    ).toBeInTheDocument();
  });
});

describe('a metric without a lift', () => {
  const { lift: _lift, ...withoutLift } = testMetric({
    difference: DIFFERENCE,
  });
  const SENTENCE = 'Retention has no lift: the control mean may be 0.';

  it('says why where the lift would be, and shows the difference', async () => {
    renderResults(
      testAnalysis({
        metrics: [
          {
            ...withoutLift,
            liftProblem: {
              code: 'ETUDE_ANALYSIS_UNBOUNDED_LIFT',
              message: SENTENCE,
            },
          },
        ],
      }),
      'results',
    );
    expect(await screen.findByText(SENTENCE)).toBeInTheDocument();
    expect(screen.getByText('−0.0082')).toBeInTheDocument();
    await userEvent.click(question('interval of Retention, day 7 in gate-40'));
    expect(new URLSearchParams(window.location.search).get('computed')).toBe(
      `${METRIC}/interval`,
    );
  });

  it('names Fieller’s method beside an interval made by it', async () => {
    renderResults(
      testAnalysis({
        metrics: [
          testMetric({
            lift: { estimate: -0.0431, ci: [-0.065, -0.01], method: 'fieller' },
          }),
        ],
      }),
      'results',
    );
    expect(await screen.findByText('by Fieller’s method')).toBeInTheDocument();
  });
});
