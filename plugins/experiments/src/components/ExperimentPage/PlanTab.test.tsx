import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { testDetail, testPlan } from '../../__testUtils__/experiment-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import { testSizeAnswer } from '../../__testUtils__/sample-size-fixtures';
import type { ExperimentPlan } from '../../experiment-types';
import { PlanTab } from './PlanTab';

type Answer = Awaited<ReturnType<ExperimentsClient['sampleSize']>>;

const show = (
  answer: () => Promise<Answer>,
  changes: Partial<ExperimentPlan> = {},
) => {
  const computed = async (computedAt: string) => ({
    computedAt,
    answer: await answer(),
  });
  const asked = jest.fn(() => computed('2026-01-05T10:00:00.000Z'));
  const renewed = jest.fn(() => computed('2026-01-06T10:00:00.000Z'));
  const plan = testPlan(changes);
  renderPage(<PlanTab detail={testDetail({ plan })} nameOf={id => id} />, {
    at: '/experiments/gate-at-40',
    experiments: { getPlanCost: asked, renewPlanCost: renewed },
  });
  return { asked, renewed };
};

describe('PlanTab', () => {
  it('says the design, the rule and what both cost', async () => {
    const { asked, renewed } = show(async () => testSizeAnswer(), {
      design: {
        kind: 'group-sequential',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 21,
        plannedLooks: 3,
        spending: { kind: 'pocock' },
        overRun: 'rescale',
      },
      decisionRule: { kind: 'standard', guarantee: 'strict' },
      requiredUnits: 400_000,
      timeZone: 'Europe/Stockholm',
    });
    expect(
      await screen.findByText(
        'Runs for 21 days with 3 planned looks at effects (Pocock type spending); a clear answer can end it earlier.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/The guarantee is strict/)).toBeInTheDocument();
    expect(
      screen.getByText('Days are days of Europe/Stockholm.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(
        'By what its metrics did before, the plan needs 377,496 units over all variants, 20 days (18 to 23). Agreed were 400,000.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'Price of each design' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'Needs of each metric' }),
    ).toHaveTextContent('retention-7377,49620 days0.0580 %2 %2.39 %67.2 %');
    fireEvent.click(screen.getByRole('button', { name: 'Compute again' }));
    await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    expect(renewed).toHaveBeenCalledWith('gate-at-40');
  });

  it('says what was given by hand to plan with', async () => {
    show(async () => testSizeAnswer(), {
      planning: {
        baseline: { 'retention-7': { mean: 0.2, variance: 0.16 } },
        covariateR2: { 'retention-7': 0.49 },
        unitsPerDay: 1_500,
      },
    });
    expect(
      await screen.findByText(
        'Given by hand: 1,500 units per day; retention-7 with mean 0.2 and variance 0.16 per unit; retention-7 with 49 % of its variance explained by earlier behaviour.',
      ),
    ).toBeInTheDocument();
  });

  it('says what stands in the way of a price', async () => {
    show(async () =>
      testSizeAnswer({
        size: null,
        problems: [{ code: 'X', message: 'There is no history.' }],
      }),
    );
    expect(await screen.findByText('There is no history.')).toBeInTheDocument();
  });

  it('asks nothing without a metric', async () => {
    const { asked } = show(async () => testSizeAnswer(), { metrics: [] });
    expect(
      await screen.findByText('No metric is chosen yet'),
    ).toBeInTheDocument();
    expect(asked).not.toHaveBeenCalled();
  });

  it('says why the price could not be loaded, and offers another try', async () => {
    show(async () => {
      throw new Error('The planner is away.');
    });
    expect(await screen.findByText('The planner is away.')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
