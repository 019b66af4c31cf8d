import type {
  FlagRecord,
  FlagRevision,
  FlagsClient,
} from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import {
  testClient,
  testFlag,
  testRollout,
  testSegment,
  testUsage,
} from '../../testing/test-flag';
import { FlagPage } from './FlagPage';

const renderPage = (
  flag: FlagRecord,
  tab: string,
  api: Partial<FlagsClient> = {},
) =>
  renderFlags(
    <FlagPage />,
    {
      getFlag: async () => flag,
      segments: { list: async () => [testSegment({ id: 'everyone' })] },
      clients: { list: async () => [testClient()] },
      listFlags: async () => ({
        items: [flag, testFlag({ id: 'new-payment' })],
        totalItems: 2,
      }),
      usage: testUsage(),
      ...api,
    },
    `/flags/new-checkout?tab=${tab}`,
  );

const press = (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));

describe('the off switch', () => {
  it('says what everyone gets, and switches off without an etag', async () => {
    const asked: unknown[] = [];
    renderPage(
      testFlag({ rules: [testRollout()], defaultVariant: 'off' }),
      'rules',
      {
        setEnabled: async (...args) => {
          asked.push(args);
          return testFlag({ enabled: false });
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Switch off' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'Within seconds everyone gets off, in shop-web, in every environment.',
    );
    expect(dialog).toHaveTextContent('Rollout of on to 20 %');
    expect(asked).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Switch off' }),
    );
    await waitFor(() =>
      expect(asked).toEqual([['new-checkout', { enabled: false }]]),
    );
  });

  it('is the next step of a flag that is off', async () => {
    renderPage(testFlag({ enabled: false, rules: [testRollout()] }), 'rules');
    expect(
      await screen.findByText('The flag is switched off'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'No rule counts: everyone gets the default in the code.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Switched off')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Switch on' }),
    ).toBeInTheDocument();
  });
});

describe('what a flag gives apart from its rules', () => {
  it('is saved with a prerequisite', async () => {
    const asked: unknown[] = [];
    renderPage(testFlag(), 'settings', {
      updateFlag: async (_, update) => {
        asked.push(update);
        return testFlag();
      },
    });
    await screen.findByText('When no rule decides');
    await press('Add a prerequisite');
    await press('Save serving');
    await waitFor(() =>
      expect(asked).toMatchObject([
        {
          etag: '1',
          defaultVariant: null,
          disabledEnvironments: [],
          prerequisites: [{ flag: '', variants: [] }],
        },
      ]),
    );
  });

  it('shows every problem of what was refused', async () => {
    renderPage(testFlag(), 'settings', {
      updateFlag: async () => {
        throw Object.assign(new Error('Refused.'), {
          problems: [
            {
              path: 'prerequisites[0].flag',
              message: 'The flags depend on each other.',
            },
          ],
        });
      },
    });
    await screen.findByText('When no rule decides');
    await press('Add a prerequisite');
    await press('Save serving');
    expect(
      (await screen.findAllByText('The flags depend on each other.'))[0],
    ).toBeVisible();
  });
});

describe('a rule that a program made', () => {
  it('names the program, which the catalog does not know', async () => {
    const rule = {
      ...testRollout({ id: 'swedes', name: 'Swedes' }),
      owner: { kind: 'person' as const, ref: 'service:etude-operator' },
    };
    renderPage(testFlag({ rules: [rule] }), 'rules');
    const card = await screen.findByRole('group', { name: 'Rule 1: Swedes' });
    expect(card).toHaveTextContent('Set by etude-operator (service)');
  });
});

describe('the history of a flag', () => {
  const revision = (number: number, flag: FlagRecord): FlagRevision => ({
    revision: number,
    at: '2026-03-02T10:00:00Z',
    by: 'user:default/ada',
    change: number === 1 ? 'created' : 'disabled',
    summary: '',
    flag,
  });

  it('goes back to a revision after showing the difference', async () => {
    const asked: unknown[] = [];
    const present = testFlag({ etag: '2', enabled: false });
    renderPage(present, 'history', {
      getFlagHistory: async () => [
        revision(2, present),
        revision(1, testFlag()),
      ],
      revertFlag: async (...args) => {
        asked.push(args);
        return testFlag({ etag: '3' });
      },
    });
    expect(await screen.findByText('2. Switched off')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Revert to revision 2' }),
    ).not.toBeInTheDocument();
    await press('Revert to revision 1');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/\+ .*"enabled": true/)).toBeVisible();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Revert' }),
    );
    await waitFor(() =>
      expect(asked).toEqual([['new-checkout', { revision: 1, etag: '2' }]]),
    );
  });
});
