import type {
  FlagRecord,
  FlagsClient,
  RolloutInput,
  UpdateFlag,
} from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import {
  testClient,
  testExperimentRule,
  testFlag,
  testRollout,
  testSegment,
  testUsage,
} from '../../testing/test-flag';
import { FlagPage } from './FlagPage';

const everyone = testSegment({
  id: 'everyone',
  targeting: null,
  allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
});

const conflict = () =>
  Object.assign(new Error('Changed by someone else.'), {
    code: 'ETUDE_FLAGS_ETAG_CONFLICT',
  });

const renderPage = (
  flag: FlagRecord,
  options: { tab?: string; api?: Partial<FlagsClient> } = {},
) =>
  renderFlags(
    <FlagPage />,
    {
      getFlag: async () => flag,
      segments: { list: async () => [everyone, testSegment()] },
      clients: { list: async () => [testClient()] },
      usage: testUsage(),
      ...options.api,
    },
    `/flags/new-checkout${options.tab ? `?tab=${options.tab}` : ''}`,
  );

const setReach = async (label: string, percent: string) => {
  const input = screen.getByRole('textbox', { name: label });
  await userEvent.clear(input);
  await userEvent.type(input, percent);
  await userEvent.tab();
};

describe('the rules of a flag', () => {
  it('tells in order whose rules give what to whom', async () => {
    renderPage(testFlag({ rules: [testExperimentRule(), testRollout()] }));

    const first = await screen.findByRole('group', {
      name: 'Rule 1: Faster checkout',
    });
    expect(
      await within(first).findByText(
        'Units for which country is SE, from 50 % of the population.',
      ),
    ).toBeInTheDocument();
    expect(
      within(first).getByRole('link', { name: /faster-checkout/ }),
    ).toHaveAttribute('href', '/experiments/faster-checkout');
    expect(within(first).getAllByText('50 %')).toHaveLength(2);
    const second = screen.getByRole('group', { name: 'Rule 2: Rollout of on' });
    expect(
      within(second).getByText('Everyone, from the whole population.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The experiment Faster checkout is served here'),
    ).toBeInTheDocument();
  });

  it('raises a rollout after saying how many get it', async () => {
    const asked: RolloutInput[] = [];
    renderPage(testFlag({ rules: [testRollout()] }), {
      api: {
        putRollout: async (flagId, rollout) => {
          asked.push(rollout);
          return {
            ...rollout,
            flagId,
            ruleId: 'rollout-on',
            owner: 'group:default/checkout',
          };
        },
      },
    });
    await screen.findByRole('group', { name: 'Rule 1: Rollout of on' });

    await setReach('Reach in %', '50');
    await userEvent.click(screen.getByRole('button', { name: 'Set reach' }));

    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'About 300 more of every 1,000 units get on. The 20 % that have it keep it.',
    );
    expect(dialog).toHaveTextContent('in every environment of shop-web');
    expect(asked).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Set reach' }),
    );
    await waitFor(() => expect(asked).toEqual([{ variant: 'on', reach: 0.5 }]));
  });

  it('rolls out a variant where no rule serves yet', async () => {
    const asked: RolloutInput[] = [];
    renderPage(testFlag(), {
      api: {
        putRollout: async (flagId, rollout) => {
          asked.push(rollout);
          return {
            ...rollout,
            flagId,
            ruleId: 'rollout-on',
            owner: 'group:default/checkout',
          };
        },
      },
    });
    expect(
      await screen.findByText('No rule serves the flag'),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Roll out a variant' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Roll out' }),
    );

    await waitFor(() =>
      expect(asked).toEqual([{ variant: 'on', reach: 0.05 }]),
    );
  });

  it('says why the flag is not shown', async () => {
    renderPage(testFlag(), {
      api: {
        getFlag: async () => {
          throw new Error("There is no flag 'new-checkout'.");
        },
      },
    });

    expect(
      await screen.findByText("There is no flag 'new-checkout'."),
    ).toBeInTheDocument();
  });
});

describe('the variants of a flag', () => {
  it('saves with the etag it was read with and shows a conflict', async () => {
    const theirs = testFlag({
      etag: '2',
      updatedBy: 'user:default/grace',
      description: 'Changed meanwhile',
      variants: [
        { id: 'off', description: 'Theirs', value: { enabled: false } },
      ],
    });
    const updates: UpdateFlag[] = [];
    renderPage(testFlag(), {
      tab: 'variants',
      api: {
        getFlagHistory: async () => [
          {
            revision: 2,
            at: '2026-03-02T10:00:00Z',
            by: 'user:default/grace',
            change: 'updated',
            summary: 'Edited the variants.',
            flag: theirs,
          },
          {
            revision: 1,
            at: '2026-03-01T10:00:00Z',
            by: 'user:default/ada',
            change: 'created',
            summary: 'Created with 2 variants.',
            flag: testFlag(),
          },
        ],
        updateFlag: async (_id, update) => {
          updates.push(update);
          if (update.etag !== '2') throw conflict();
          return theirs;
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Edit variants' }),
    );
    const off = screen.getByRole('group', { name: 'Variant off' });
    await userEvent.type(within(off).getByLabelText('What it means'), 'Old');
    await userEvent.click(
      screen.getByRole('button', { name: 'Save variants' }),
    );

    expect(await screen.findByText('Edited the variants.')).toBeInTheDocument();
    expect(screen.getByText(/− "description": "Theirs"/)).toBeInTheDocument();
    expect(screen.getByText(/\+ "description": "Theirs"/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Save mine on top of it' }),
    );

    await waitFor(() => expect(updates).toHaveLength(2));
    expect(updates.map(({ etag }) => etag)).toEqual(['1', '2']);
    expect(updates[1]?.variants?.[0]?.description).toBe('Old');
    expect(updates[1]?.description).toBe('Changed meanwhile');
  });
});

describe('clients, history and settings of a flag', () => {
  it('gives code for the edge of this portal', async () => {
    renderPage(testFlag(), { tab: 'clients' });

    expect(
      await screen.findByLabelText('code for OpenFeature for Node.js'),
    ).toHaveTextContent("'new-checkout.enabled'");
    await userEvent.click(screen.getByRole('radio', { name: 'curl' }));
    expect(screen.getByLabelText('code for curl')).toHaveTextContent(
      'http://edge.test:7070/ofrep/v1/evaluate/flags/new-checkout.enabled',
    );
  });

  it('tells who changed what when, with the difference', async () => {
    renderPage(testFlag(), {
      tab: 'history',
      api: {
        getFlagHistory: async () => [
          {
            revision: 2,
            at: '2026-03-02T10:00:00Z',
            by: 'user:default/grace',
            change: 'rollout-changed',
            summary: 'Rolled out on to 20 %.',
            flag: testFlag({ etag: '2', rules: [testRollout()] }),
          },
          {
            revision: 1,
            at: '2026-03-01T10:00:00Z',
            by: 'user:default/ada',
            change: 'created',
            summary: 'Created with 2 variants.',
            flag: testFlag(),
          },
        ],
      },
    });

    await userEvent.click(
      await screen.findByRole('button', { name: /Rollout changed/ }),
    );

    expect(screen.getByText(/\+ +"id": "rollout-on"/)).toBeInTheDocument();
    expect(screen.getByText(/grace/)).toBeInTheDocument();
  });

  it('archives only after saying what stops', async () => {
    const archived: string[] = [];
    renderPage(testFlag({ rules: [testRollout()] }), {
      tab: 'settings',
      api: {
        archiveFlag: async id => {
          archived.push(id);
          return testFlag({ state: 'archived' });
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Archive flag' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('shop-web no longer gets it');
    expect(dialog).toHaveTextContent('Rollout of on to 20 %');
    expect(archived).toEqual([]);

    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Archive' }),
    );

    await waitFor(() => expect(archived).toEqual(['new-checkout']));
  });
});
