import { render as renderAlone, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { testDetail } from '../../__testUtils__/experiment-fixtures';
import {
  pickOption as pick,
  renderNewExperiment as render,
} from '../../__testUtils__/render-new-experiment';
import { testSizeAnswer } from '../../__testUtils__/sample-size-fixtures';
import { TypedNumber } from './TypedNumber';

describe('NewExperimentPage', () => {
  it('keeps a number that is being typed while the page changes', async () => {
    const onChange = jest.fn();
    const field = () => (
      <TypedNumber label="Power (%)" value={80} onChange={onChange} />
    );
    const { rerender } = renderAlone(field());
    const box = screen.getByRole('textbox', { name: 'Power (%)' });
    await userEvent.clear(box);
    await userEvent.type(box, '92.5');
    rerender(field());
    await userEvent.tab();
    expect(onChange).toHaveBeenCalledWith(92.5);
  });

  it('plans with the units needed in view and opens the saved draft', async () => {
    const createExperiment = jest.fn(async () => testDetail());
    render({ createExperiment }, '', { timeZone: 'asia/calcutta' });
    await userEvent.type(await screen.findByLabelText('Name'), 'Gate at 40');
    await pick(/Owner/, 'Growth');
    await pick(/^Select an item Flag|Flag$/, 'gate-level');
    await pick(/Add success metric/, 'Retention, day 7');
    expect(await screen.findByText('377,496 units')).toBeInTheDocument();
    expect(
      screen.getByText(/The plan has 14 days: run longer/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Create experiment' }),
    );
    expect(createExperiment).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'Gate at 40',
        owner: 'group:default/growth',
        plan: expect.objectContaining({
          timeZone: 'Asia/Kolkata',
          assignment: { kind: 'flag', flagId: 'gate-level' },
          controlVariant: 'gate-30',
          variants: [
            { id: 'gate-30', weight: 1 },
            { id: 'gate-40', weight: 1 },
          ],
          metrics: [
            {
              metricId: 'retention-7',
              role: 'success',
              direction: 'increase',
              mdeRelative: 0.02,
            },
          ],
          requiredUnits: 377496,
        }),
      }),
    );
    expect(window.location.pathname).toBe('/experiments/gate-at-40');
    expect(window.sessionStorage).toHaveLength(0);
  }, 60_000);

  it('asks for mean and variance of a metric without history', async () => {
    render({
      sampleSize: async () => ({
        ...testSizeAnswer(),
        size: null,
        problems: [
          {
            code: 'X',
            path: 'plan.metrics[0]',
            message: 'There is no history.',
          },
        ],
      }),
    });
    await screen.findByLabelText('Name');
    await pick(/Add success metric/, 'Retention, day 7');
    expect(
      await screen.findByRole('textbox', {
        name: 'Mean of Retention, day 7 per unit',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('textbox', {
        name: 'Variance of Retention, day 7 per unit',
      }),
    ).toBeInTheDocument();
  }, 60_000);

  it('lists every problem, at its field too, and loses nothing', async () => {
    render({
      createExperiment: async () => {
        throw Object.assign(new Error('Refused.'), {
          problems: [
            { code: 'A', path: 'name', message: 'The name is taken.' },
            { code: 'B', path: 'owner', message: 'You are not of this team.' },
          ],
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create experiment' }),
    );
    expect(screen.getAllByText(/The name is empty/)).toHaveLength(2);
    expect(screen.getAllByText(/No owner is chosen/)).toHaveLength(2);
    await userEvent.type(screen.getByLabelText('Name'), 'Gate at 40');
    expect(screen.queryByText(/The name is empty/)).not.toBeInTheDocument();
    await pick(/Owner/, 'Growth');
    await userEvent.click(
      screen.getByRole('button', { name: 'Create experiment' }),
    );
    expect(await screen.findAllByText(/The name is taken/)).toHaveLength(2);
    expect(screen.getAllByText(/You are not of this team/)).toHaveLength(2);
    expect(screen.getByLabelText('Name')).toHaveValue('Gate at 40');
    await userEvent.click(
      screen.getByRole('button', { name: 'The name is taken.' }),
    );
    expect(screen.getByLabelText('Name')).toHaveFocus();
  }, 60_000);

  it('changes a draft by the version it was read as', async () => {
    const editExperiment = jest.fn(async () => testDetail());
    render(
      { getExperiment: async () => testDetail(), editExperiment },
      '?draft=gate-at-40',
    );
    const name = await screen.findByLabelText('Name');
    expect(name).toHaveValue('Gate at level 40');
    await userEvent.type(name, '!');
    await userEvent.click(screen.getByRole('button', { name: 'Save plan' }));
    expect(editExperiment).toHaveBeenCalledWith(
      'gate-at-40',
      expect.objectContaining({ etag: '1', name: 'Gate at level 40!' }),
    );
  }, 60_000);

  it('shows what somebody else saved meanwhile before it is overwritten', async () => {
    const getExperiment = jest
      .fn(async () => testDetail({ name: 'Gate at 41', etag: '2' }))
      .mockResolvedValueOnce(testDetail());
    const editExperiment = jest
      .fn(async () => testDetail())
      .mockRejectedValueOnce(
        Object.assign(new Error('Changed meanwhile.'), {
          code: 'ETUDE_EXPERIMENTS_ETAG_CONFLICT',
        }),
      );
    render({ getExperiment, editExperiment }, '?draft=gate-at-40');
    await userEvent.type(await screen.findByLabelText('Name'), '!');
    await userEvent.click(screen.getByRole('button', { name: 'Save plan' }));
    const notice = await screen.findByRole('alert');
    expect(notice).toHaveTextContent(
      "They savedChanged the name from 'Gate at level 40' to 'Gate at 41'.",
    );
    expect(notice).toHaveTextContent(
      "Changed the name from 'Gate at 41' to 'Gate at level 40!'.",
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Save mine over it' }),
    );
    expect(editExperiment).toHaveBeenLastCalledWith(
      'gate-at-40',
      expect.objectContaining({ etag: '2', name: 'Gate at level 40!' }),
    );
  }, 60_000);

  it('has no form for a plan that is fixed', async () => {
    render(
      { getExperiment: async () => testDetail({ state: 'live' }) },
      '?draft=gate-at-40',
    );
    expect(
      await screen.findByText('This plan can no longer be changed'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('form')).not.toBeInTheDocument();
  });

  it('saves without the units where nobody wants to wait for them', async () => {
    const editExperiment = jest.fn(async () => testDetail());
    render(
      {
        getExperiment: async () => testDetail(),
        editExperiment,
        sampleSize: () => new Promise(() => {}),
      },
      '?draft=gate-at-40',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save plan' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save without them' }),
    );
    expect(editExperiment).toHaveBeenCalledWith(
      'gate-at-40',
      expect.objectContaining({
        plan: expect.not.objectContaining({
          requiredUnits: expect.anything(),
        }),
      }),
    );
  }, 60_000);
});
