import type { SampleSizeRequest } from '@etude/plugin-experiments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { testDetail, testPlan } from '../../__testUtils__/experiment-fixtures';
import { renderNewExperiment } from '../../__testUtils__/render-new-experiment';
import {
  testSizeAnswer,
  testSizeWithoutTraffic,
} from '../../__testUtils__/sample-size-fixtures';
import type { ExperimentPlan } from '../../experiment-types';

const SEQUENTIAL = {
  kind: 'group-sequential',
  alpha: 0.05,
  power: 0.8,
  plannedDays: 21,
  plannedLooks: 5,
  spending: { kind: 'hwang-shih-decani', gamma: -2 },
  overRun: 'strict',
} as const;

/** Opens a draft for editing, and what is asked and saved from then on. */
const openDraft = async (
  changes: Partial<ExperimentPlan> = {},
  answer = testSizeAnswer(),
) => {
  const sampleSize = jest.fn(async (_: SampleSizeRequest) => answer);
  const editExperiment = jest.fn(async () => testDetail());
  renderNewExperiment(
    {
      getExperiment: async () => testDetail({ plan: testPlan(changes) }),
      sampleSize,
      editExperiment,
    },
    '?draft=gate-at-40',
  );
  const design = within(await screen.findByRole('region', { name: 'Design' }));
  const asked = () => sampleSize.mock.lastCall?.[0];
  return { design, asked, editExperiment };
};

describe('DesignStep', () => {
  it('shows what each design costs beside it', async () => {
    const { design } = await openDraft();
    const choice = within(
      design.getByRole('radiogroup', { name: 'When is it judged?' }),
    );
    expect(
      await choice.findByText('At most 385,046 units, 21 days'),
    ).toBeInTheDocument();
    expect(
      choice.getByText('3 looks: 309,547 on average if the effects are there'),
    ).toBeInTheDocument();
    expect(
      choice.getByRole('radio', { name: 'Fixed width' }),
    ).toHaveAccessibleDescription(/as narrow as you ask.* Priced once chosen/);
  }, 60_000);

  it('sends the chosen design with the looks it was priced at', async () => {
    const { design, asked, editExperiment } = await openDraft();
    await screen.findByText(/At most 385,046 units/);
    await userEvent.click(
      design.getByRole('radio', { name: 'Group sequential' }),
    );
    const chosen = {
      kind: 'group-sequential',
      alpha: 0.05,
      power: 0.8,
      plannedDays: 14,
      plannedLooks: 3,
      spending: { kind: 'obrien-fleming' },
      overRun: 'rescale',
    };
    await waitFor(() => expect(asked()?.plan.design).toEqual(chosen));
    await userEvent.click(screen.getByRole('button', { name: 'Save plan' }));
    expect(editExperiment).toHaveBeenCalledWith(
      'gate-at-40',
      expect.objectContaining({
        plan: expect.objectContaining({
          design: chosen,
          requiredUnits: 377496,
        }),
      }),
    );
  }, 60_000);

  it('sends the strict guarantee', async () => {
    const { design, asked } = await openDraft();
    expect(design.getByRole('radio', { name: 'Default' })).toBeChecked();
    await userEvent.click(design.getByRole('radio', { name: 'Strict' }));
    await waitFor(() =>
      expect(asked()?.plan.decisionRule).toEqual({
        kind: 'standard',
        guarantee: 'strict',
      }),
    );
  }, 60_000);

  it('sends the share of variance that earlier behaviour explains', async () => {
    const { design, asked } = await openDraft();
    await userEvent.type(
      design.getByRole('textbox', {
        name: 'Explained variance of Retention, day 7 (%)',
      }),
      '49',
    );
    await userEvent.tab();
    await waitFor(() =>
      expect(asked()?.plan.planning).toEqual({
        covariateR2: { 'retention-7': 0.49 },
      }),
    );
  }, 60_000);

  it('gives the design of a stored draft back', async () => {
    const { design, editExperiment } = await openDraft({ design: SEQUENTIAL });
    expect(
      design.getByRole('radio', { name: 'Group sequential' }),
    ).toBeChecked();
    expect(design.getByRole('textbox', { name: 'Looks' })).toHaveValue('5');
    expect(design.getByRole('textbox', { name: 'Gamma' })).toHaveValue('-2');
    await userEvent.click(screen.getByRole('button', { name: 'Save plan' }));
    await waitFor(() =>
      expect(editExperiment).toHaveBeenCalledWith(
        'gate-at-40',
        expect.objectContaining({
          plan: expect.objectContaining({ design: SEQUENTIAL }),
        }),
      ),
    );
  }, 60_000);

  it('shows a decision rule of its own and keeps it', async () => {
    const leaf = { kind: 'hypothesis', test: 'superiority' } as const;
    const { design } = await openDraft({
      decisionRule: {
        kind: 'tree',
        root: { kind: 'any', children: [{ ...leaf, metricId: 'retention-7' }] },
      },
    });
    expect(
      design.getByText(
        'Ships if Retention, day 7 gets better, nothing gets worse and no health check fails.',
      ),
    ).toBeInTheDocument();
    expect(
      design.queryByRole('radio', { name: 'Strict' }),
    ).not.toBeInTheDocument();
  }, 60_000);

  it('says that days are not known without traffic', async () => {
    await openDraft({}, testSizeWithoutTraffic());
    const summary = within(
      screen.getByRole('complementary', { name: 'Summary' }),
    );
    expect(
      await summary.findByText(/How many days that takes is not known/, {}),
    ).toBeInTheDocument();
  }, 60_000);

  it('says why the price is not there', async () => {
    renderNewExperiment(
      {
        getExperiment: async () => testDetail(),
        sampleSize: async () => {
          throw new Error('The planner is away.');
        },
      },
      '?draft=gate-at-40',
    );
    expect(await screen.findByText(/The planner is away/)).toBeInTheDocument();
  }, 60_000);

  it('takes up a form stored before designs could be chosen', async () => {
    renderNewExperiment({});
    window.sessionStorage.setItem(
      'etude.plan.new',
      JSON.stringify({ name: 'Typed last week', metrics: [] }),
    );
    expect(await screen.findByLabelText('Name')).toHaveValue('Typed last week');
    expect(screen.getByRole('radio', { name: 'Fixed horizon' })).toBeChecked();
  }, 60_000);
});
