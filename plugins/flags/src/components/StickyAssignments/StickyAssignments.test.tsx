import type { MaterializedUnitKey } from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import type { FakeFlags } from '../../testing/render-flags';
import { testFlag, testRollout } from '../../testing/test-flag';
import { StickyAssignments } from './StickyAssignments';

const flag = testFlag({
  rules: [
    testRollout({
      stickiness: { materialization: 'checkout', isIntakePaused: false },
    }),
  ],
});

const kept = (units: number) => ({
  name: 'checkout',
  units,
  flags: ['new-checkout', 'payment'],
  counts: [
    { flag: 'new-checkout', rule: 'rollout-on', variant: 'on', units },
    { flag: 'payment', rule: 'other', variant: 'card', units: 99 },
  ],
});

const renderPanel = (
  materializations: NonNullable<FakeFlags['materializations']>,
) =>
  renderFlags(<StickyAssignments flag={flag} canChange />, {
    materializations: {
      list: async () => [
        kept(1234),
        { ...kept(1), name: 'elsewhere', flags: ['payment'] },
      ],
      ...materializations,
    },
  });

const lookUp = async (unit: string) => {
  await userEvent.type(await screen.findByLabelText('Unit'), unit);
  await userEvent.click(screen.getByRole('button', { name: 'Look up' }));
};

describe('the sticky assignments of a flag', () => {
  it('are counted by rule and variant, of this flag only', async () => {
    renderPanel({});
    const table = await screen.findByRole('table', {
      name: 'Units kept in checkout',
    });
    expect(table).toHaveTextContent('Rollout of on');
    expect(table).toHaveTextContent('1,234');
    expect(table).not.toHaveTextContent('99');
    expect(screen.getByText(/Also used by payment/)).toBeVisible();
    expect(screen.queryByText(/elsewhere/)).not.toBeInTheDocument();
  });

  it('forget a unit only after saying what that does to it', async () => {
    const removed: MaterializedUnitKey[] = [];
    renderPanel({
      lookUp: async key => ({
        ...key,
        records: [
          {
            flag: 'new-checkout',
            rule: 'rollout-on',
            variant: 'on',
            at: '2026-03-02T10:00:00Z',
          },
        ],
      }),
      removeUnit: async key => {
        removed.push(key);
        return 1;
      },
    });
    await lookUp('reader-1');
    expect(
      await screen.findByRole('list', { name: 'What reader-1 keeps' }),
    ).toHaveTextContent('on, by Rollout of on');

    await userEvent.click(
      screen.getByRole('button', { name: 'Forget the unit' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('in new-checkout, payment');
    expect(removed).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Forget the unit' }),
    );

    await waitFor(() =>
      expect(removed).toEqual([
        { materialization: 'checkout', unit: 'reader-1' },
      ]),
    );
    expect(await screen.findByText(/reader-1 is not kept/)).toBeVisible();
  });

  it('say why a unit could not be looked up', async () => {
    renderPanel({
      lookUp: async () => {
        throw new Error('You may not read usage.');
      },
    });
    await lookUp('reader-1');
    expect(await screen.findByText('You may not read usage.')).toBeVisible();
  });
});
