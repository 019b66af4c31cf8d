import type {
  CreateSegment,
  SegmentDetail,
  SegmentRecord,
  UpdateSegment,
} from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import type { FakeFlags } from '../../testing/render-flags';
import { testSegment } from '../../testing/test-flag';
import { NewSegmentPage } from './NewSegmentPage';
import { SegmentPage } from './SegmentPage';

const detailOf = (
  segment: SegmentRecord,
  changes: Partial<SegmentDetail> = {},
): SegmentDetail => ({
  segment,
  usages: {
    rules: [
      {
        flagId: 'new-checkout',
        ruleId: 'ours',
        ruleName: 'Our own people',
        isLive: true,
      },
    ],
    segments: ['scandinavia'],
  },
  heldProportion: 0.5,
  availableProportion: 0.8,
  ...changes,
});

const unused = { usages: { rules: [], segments: [] } };

const renderPage = (
  detail: SegmentDetail,
  segments: FakeFlags['segments'] = {},
  address = '/flags/segments/swedes',
) =>
  renderFlags(
    <SegmentPage />,
    {
      usage: { contextSchema: async () => [] },
      segments: {
        list: async () => [detail.segment],
        get: async () => detail,
        availableSpace: async () => 0.8,
        ...segments,
      },
    },
    address,
  );

const setShare = async (percent: string) => {
  const input = await screen.findByRole('textbox', { name: 'Share in %' });
  await userEvent.clear(input);
  await userEvent.type(input, percent);
  await userEvent.tab();
};

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('SegmentPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('tells who is in it, how many, and who uses it', async () => {
    renderPage(detailOf(testSegment()));

    expect(
      await screen.findByText('Units for which country is SE.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'It holds 50 % of the population, and could have 80 % at most.',
      ),
    ).toBeInTheDocument();
    const users = screen.getByRole('group', { name: 'Who uses it' });
    expect(
      within(users).getByRole('link', { name: 'new-checkout' }),
    ).toHaveAttribute('href', '/flags/new-checkout');
    expect(
      within(users).getByRole('link', { name: 'scandinavia' }),
    ).toHaveAttribute('href', '/flags/segments/scandinavia');
    expect(
      screen.getByRole('button', { name: 'Archive segment' }),
    ).toBeDisabled();
  });

  it('is raised after saying what is free, and never lowered', async () => {
    const updates: UpdateSegment[] = [];
    renderPage(detailOf(testSegment()), {
      update: async (_id, update) => {
        updates.push(update);
        return testSegment();
      },
    });
    await press('Edit segment');
    await setShare('30');
    expect(
      await screen.findByText(/Lowering it to 30 % would drop units/),
    ).toBeInTheDocument();
    await setShare('90');
    expect(
      await screen.findByText(/only 80 % is free for it/),
    ).toBeInTheDocument();
    await setShare('75');
    expect(
      await screen.findByText(/Everyone who is in stays in, and 25 %/),
    ).toBeInTheDocument();

    await press('Save segment');

    await waitFor(() => expect(updates).toHaveLength(1));
    expect(updates[0]).toMatchObject({
      etag: '1',
      targeting: testSegment().targeting,
      allocation: { proportion: 0.75, exclusivityTags: [], exclusiveTo: [] },
    });
  }, 30_000);

  it('shows what is refused at its field and keeps what was typed', async () => {
    renderPage(
      detailOf(testSegment()),
      {
        update: async () => {
          throw Object.assign(new Error('Refused'), {
            problems: [
              {
                path: 'targeting.criteria.c0.rule',
                message: 'It is not a pattern.',
              },
            ],
          });
        },
      },
      '/flags/segments/swedes?edit=yes',
    );
    await userEvent.type(await screen.findByLabelText('Description'), 'Swedes');
    await press('Save segment');

    const list = await screen.findByRole('alert');
    await userEvent.click(within(list).getByText('It is not a pattern.'));
    expect(
      within(
        screen.getByRole('group', { name: 'Condition on country' }),
      ).getByText('It is not a pattern.'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Description')).toHaveValue('Swedes');
  }, 30_000);

  it('is archived only when nothing uses it', async () => {
    const archived: string[] = [];
    renderPage(detailOf(testSegment(), unused), {
      archive: async id => {
        archived.push(id);
        return testSegment({ state: 'archived' });
      },
    });
    await press('Archive segment');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('50 % of the population become free');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Archive' }),
    );
    await waitFor(() => expect(archived).toEqual(['swedes']));
  });

  it('is read-only when something else manages it', async () => {
    renderPage(
      detailOf(
        testSegment({ id: 'experiment-x', managedBy: 'experiment' }),
        unused,
      ),
    );
    expect(
      await screen.findByText(/changed by the experiment only/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Edit|Archive/ }),
    ).not.toBeInTheDocument();
  });

  it('tells its history', async () => {
    renderPage(
      detailOf(testSegment()),
      {
        history: async () => [
          {
            revision: 1,
            at: '2026-03-01T10:00:00Z',
            by: 'user:default/ada',
            change: 'created',
            summary: 'Created. It holds 50% of the population.',
            segment: testSegment(),
          },
        ],
      },
      '/flags/segments/swedes?tab=history',
    );
    expect(
      await screen.findByRole('button', { name: /1\. Created/ }),
    ).toBeInTheDocument();
  });

  it('says why it is not shown', async () => {
    renderPage(detailOf(testSegment()), {
      get: async () => {
        throw new Error("There is no segment 'swedes'.");
      },
    });
    expect(
      await screen.findByText("There is no segment 'swedes'."),
    ).toBeInTheDocument();
  });
});

describe('NewSegmentPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('creates a segment and opens it', async () => {
    const created: CreateSegment[] = [];
    renderFlags(
      <NewSegmentPage />,
      {
        usage: { contextSchema: async () => [] },
        segments: {
          list: async () => [
            testSegment({
              allocation: {
                proportion: 0.5,
                exclusivityTags: ['own'],
                exclusiveTo: [],
              },
            }),
          ],
          create: async segment => {
            created.push(segment);
            return testSegment({ id: segment.id });
          },
          availableSpace: async () => 1,
        },
      },
      '/flags/segments/new',
    );
    await press('Create segment');
    const list = await screen.findByRole('alert');
    await userEvent.click(within(list).getByText(/The segment has no id/));
    expect(screen.getByLabelText(/^Id/)).toHaveFocus();
    await userEvent.keyboard('beta-testers');
    await userEvent.type(
      screen.getByLabelText('Exclusivity tags it wears'),
      'beta',
    );
    await userEvent.click(
      within(
        screen.getByRole('toolbar', {
          name: 'In use: Exclusivity tags it wears',
        }),
      ).getByRole('button', { name: 'own' }),
    );
    await press('Create segment');

    await waitFor(() =>
      expect(window.location.pathname).toBe('/flags/segments/beta-testers'),
    );
    expect(created).toEqual([
      {
        id: 'beta-testers',
        description: '',
        owner: null,
        targeting: null,
        allocation: {
          proportion: 1,
          exclusivityTags: ['beta', 'own'],
          exclusiveTo: [],
        },
      },
    ]);
  }, 30_000);
});
