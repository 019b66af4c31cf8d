import type {
  RolloutPlanInput,
  RolloutPlanRecord,
  ScheduleChange,
  ScheduledChange,
} from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import { testFlag } from '../../testing/test-flag';
import { ReleasesTab } from './ReleasesTab';

const plan = (changes: Partial<RolloutPlanRecord> = {}): RolloutPlanRecord => ({
  flagId: 'new-checkout',
  variant: 'on',
  steps: [
    { reach: 0.1, dwellHours: 24, gate: 'automatic' },
    { reach: 1, dwellHours: 0, gate: 'automatic' },
  ],
  state: 'running',
  step: 0,
  reach: 0.1,
  dwelledMs: 0,
  countedAt: '2026-11-20T12:00:00Z',
  dueAt: '2026-11-21T12:00:00Z',
  experimentId: null,
  startedAt: '2026-11-20T12:00:00Z',
  startedBy: 'user:default/ada',
  events: [],
  owner: 'group:default/checkout',
  ...changes,
});

const scheduled = (
  changes: Partial<ScheduledChange> = {},
): ScheduledChange => ({
  id: 'c1',
  flagId: 'new-checkout',
  at: '2026-12-01T08:00:00Z',
  change: { kind: 'disable' },
  state: 'pending',
  createdAt: '2026-11-20T12:00:00Z',
  createdBy: 'user:default/ada',
  finishedAt: null,
  problems: [],
  ...changes,
});

type Fakes = {
  readonly plans?: RolloutPlanRecord[];
  readonly entries?: ScheduledChange[];
};

const renderTab = ({ plans = [], entries = [] }: Fakes = {}) => {
  const done: unknown[] = [];
  const rolloutPlans = {
    list: async () => plans,
    put: async (_: string, input: RolloutPlanInput) => {
      done.push(input);
      return plan();
    },
    rollback: async (flagId: string) => {
      done.push(`roll back ${flagId}`);
      return plan({ state: 'rolled-back', reach: 0 });
    },
    pause: async () => {
      throw new Error('The plan is over.');
    },
  };
  const changes = {
    listScheduled: async () => entries,
    schedule: async (_: string, input: ScheduleChange) => {
      done.push(input);
      return scheduled();
    },
    cancelScheduled: async (_: string, id: string) => {
      done.push(`cancel ${id}`);
      return scheduled({ state: 'cancelled' });
    },
  };
  renderFlags(
    <ReleasesTab flag={testFlag()} canChange onChanged={() => undefined} />,
    {
      rolloutPlans: rolloutPlans,
      changes: changes,
    },
  );
  return done;
};

describe('the releases of a flag', () => {
  it('says so when nothing is planned', async () => {
    renderTab();
    expect(await screen.findByText(/^None\. A stepped release/)).toBeVisible();
    expect(await screen.findByText(/^Nothing is scheduled/)).toBeVisible();
  });

  it('starts the release that was planned', async () => {
    const done = renderTab();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan a stepped release' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByRole('group', { name: 'Step 4' }),
    ).toHaveTextContent('The last step: it stays there.');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove step 4' }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Start the release' }),
    );
    await waitFor(() =>
      expect(done).toEqual([
        {
          variant: 'on',
          steps: [
            { reach: 0.01, dwellHours: 24, gate: 'automatic' },
            { reach: 0.1, dwellHours: 24, gate: 'automatic' },
            { reach: 0.5, dwellHours: 0, gate: 'automatic' },
          ],
        },
      ]),
    );
  });

  it('rolls back after saying who loses what', async () => {
    const done = renderTab({ plans: [plan()] });
    expect(
      await screen.findByText(/on reaches 10 % of units, step 1 of 2\./),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Roll back' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('the 10 % of units that have on lose it');
    expect(done).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Roll back' }),
    );
    await waitFor(() => expect(done).toEqual(['roll back new-checkout']));
  });

  it('says why a move was refused', async () => {
    renderTab({ plans: [plan()] });
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByText('The plan is over.')).toBeVisible();
  });

  it('shows what is scheduled, why one failed, and cancels one', async () => {
    const done = renderTab({
      entries: [
        scheduled(),
        scheduled({
          id: 'c2',
          state: 'failed',
          change: { kind: 'rollout', variant: 'on', reach: 0.25 },
          problems: [{ code: 'X', message: 'The flag was archived.' }],
        }),
      ],
    });
    const list = await screen.findByRole('list', { name: 'Scheduled changes' });
    expect(within(list).getByText('Switch the flag off')).toBeVisible();
    expect(within(list).getByText('Set the reach of on to 25 %')).toBeVisible();
    expect(within(list).getByText('The flag was archived.')).toBeVisible();
    await userEvent.click(
      within(list).getByRole('button', { name: 'Cancel the change' }),
    );
    await waitFor(() => expect(done).toEqual(['cancel c1']));
  });
});
