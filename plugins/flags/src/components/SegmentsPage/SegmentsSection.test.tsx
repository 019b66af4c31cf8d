import type { OverlapsQuery } from '@etude/plugin-flags-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import type { FakeFlags } from '../../testing/render-flags';
import { testFlag, testRollout, testSegment } from '../../testing/test-flag';
import { SegmentsSection } from './SegmentsSection';

const flags = [
  testFlag({
    labels: { surface: 'checkout' },
    rules: [testRollout({ segment: 'swedes' })],
  }),
];

const renderSection = (api: FakeFlags, address = '/flags?tab=segments') =>
  renderFlags(
    <SegmentsSection />,
    {
      listFlags: async () => ({ items: flags, totalItems: flags.length }),
      ...api,
    },
    address,
  );

const quarter = testSegment({
  population: [[0, 250_000]],
  allocation: {
    proportion: 0.25,
    exclusivityTags: ['cart'],
    exclusiveTo: ['cart'],
  },
});

describe('SegmentsSection', () => {
  it('tells who is in each segment, how many, and who uses it', async () => {
    renderSection({
      segments: {
        list: async () => [
          quarter,
          testSegment({ id: 'rule-x', managedBy: 'rule' }),
        ],
      },
    });
    const row = await screen.findByRole('row', { name: /swedes/ });
    expect(
      within(row).getByText('Units for which country is SE'),
    ).toBeInTheDocument();
    expect(within(row).getByText('25 %')).toBeInTheDocument();
    expect(
      within(row).getByText('Wears cart; shares no unit with cart'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'new-checkout' }),
    ).toHaveAttribute('href', '/flags/new-checkout');
    expect(screen.queryByText('rule-x')).not.toBeInTheDocument();
  });

  it('shows the segments of rules when asked for', async () => {
    renderSection(
      {
        segments: {
          list: async () => [
            quarter,
            testSegment({ id: 'rule-x', managedBy: 'rule' }),
          ],
        },
      },
      '/flags?tab=segments&managed=rule',
    );
    expect(await screen.findByText('rule-x')).toBeInTheDocument();
    expect(screen.queryByText('swedes')).not.toBeInTheDocument();
  });

  it('teaches where there are none', async () => {
    renderSection({ segments: { list: async () => [] } });
    expect(
      await screen.findByRole('link', { name: 'Create the first segment' }),
    ).toHaveAttribute('href', '/flags/segments/new');
  });

  it('says why they are not shown', async () => {
    renderSection({
      segments: {
        list: async () => {
          throw Object.assign(new Error('Ask an administrator.'), {
            name: 'NotAllowedError',
          });
        },
      },
    });
    expect(
      await screen.findByText('You may not see the segments'),
    ).toBeInTheDocument();
  });
});

describe('who overlaps whom', () => {
  const overlaps = {
    segments: ['swedes', 'testers'].map(id => ({
      id,
      flags: ['new-checkout'],
      proportion: id === 'swedes' ? 0.25 : 0.5,
      exclusivityTags: [],
      exclusiveTo: [],
    })),
    pairs: [{ a: 'swedes', b: 'testers', share: 0.125, areExclusive: false }],
  };

  it('is a matrix with a table behind it, by surface', async () => {
    const asked: OverlapsQuery[] = [];
    renderSection(
      {
        segments: {
          list: async () => [],
          overlaps: async query => {
            asked.push(query);
            return overlaps;
          },
        },
      },
      '/flags?tab=segments&view=overlaps',
    );
    const matrix = await screen.findByRole('table', {
      name: 'Shared population',
    });
    expect(within(matrix).getAllByText('12.5 %')).toHaveLength(2);
    expect(screen.getByText('The pair as a table')).toBeInTheDocument();
    expect(asked).toEqual([{ flags: 'new-checkout' }]);

    await userEvent.click(screen.getByRole('button', { name: /Surface/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'checkout' }),
    );
    await screen.findByRole('table', { name: 'Shared population' });
    expect(asked).toContainEqual({ surface: 'checkout' });
  });

  it('says when no two segments could share a unit', async () => {
    renderSection(
      {
        segments: {
          list: async () => [],
          overlaps: async () => ({ segments: [], pairs: [] }),
        },
      },
      '/flags?tab=segments&view=overlaps',
    );
    expect(
      await screen.findByText('There is nothing to compare'),
    ).toBeInTheDocument();
  });
});
