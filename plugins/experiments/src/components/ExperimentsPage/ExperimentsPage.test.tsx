import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { testListItem } from '../../__testUtils__/experiment-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import { ExperimentsPage } from './ExperimentsPage';

const at = '/experiments';

describe('ExperimentsPage', () => {
  it('shows how each experiment stands, by state', async () => {
    renderPage(<ExperimentsPage />, {
      at,
      experiments: {
        listExperiments: async () => ({
          items: [
            testListItem(),
            testListItem({
              id: 'new-copy',
              name: 'New copy',
              state: 'ended',
              demo: true,
              verdictClass: 'no-learning',
              verdictReason: 'UNDERPOWERED',
            }),
          ],
          totalItems: 2,
        }),
      },
    });
    const live = (await screen.findByText('Gate at level 40')).closest('tr');
    const row = within(live ?? document.body);
    expect(row.getByText('12,300 of 44,700')).toBeInTheDocument();
    expect(row.getByText('Healthy')).toBeInTheDocument();
    expect(row.getByText('Continue')).toBeInTheDocument();
    expect(row.getByText('6')).toBeInTheDocument();
    expect(screen.getByText('Live · 1')).toBeInTheDocument();
    expect(screen.getByText('No learning: too few units')).toBeInTheDocument();
    expect(screen.getByText('Demo')).toBeInTheDocument();
  });

  it('asks for what the address says', async () => {
    const listExperiments = jest.fn(async () => ({ items: [], totalItems: 0 }));
    renderPage(<ExperimentsPage />, {
      at: `${at}?state=live&owner=group%3Adefault%2Fgrowth&q=gate`,
      experiments: { listExperiments },
    });
    expect(
      await screen.findByText('No experiment matches these filters'),
    ).toBeInTheDocument();
    expect(listExperiments).toHaveBeenCalledWith(
      expect.objectContaining({
        state: 'live',
        owner: 'group:default/growth',
        q: 'gate',
      }),
      expect.anything(),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('No experiments yet')).toBeInTheDocument();
    expect(window.location.search).toBe('');
  });

  it('leads back from a page past the end of the list', async () => {
    const list = [testListItem()];
    renderPage(<ExperimentsPage />, {
      at: `${at}?from=100`,
      experiments: {
        listExperiments: async ({ offset = 0 } = {}) => ({
          items: list.slice(offset),
          totalItems: list.length,
        }),
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Go to the first page' }),
    );
    expect(await screen.findByText('Gate at level 40')).toBeInTheDocument();
  });

  it('leads from an empty list to the first experiment', async () => {
    renderPage(<ExperimentsPage />, {
      at,
      experiments: {
        listExperiments: async () => ({ items: [], totalItems: 0 }),
      },
    });
    expect(
      await screen.findByRole('link', { name: 'Plan the first experiment' }),
    ).toHaveAttribute('href', '/experiments/new');
    // Both lead to the same form: only one of them asks to be pressed.
    const primary = screen
      .getAllByRole('link')
      .filter(link => link.dataset['variant'] === 'primary');
    expect(primary.map(link => link.textContent)).toEqual(['New experiment']);
  });

  it('says in words that nobody answered', async () => {
    renderPage(<ExperimentsPage />, {
      at,
      experiments: {
        listExperiments: async () => {
          // A TypeError of the test's own realm is no Error of this one.
          throw Object.assign(new Error('Failed to fetch'), {
            name: 'TypeError',
          });
        },
      },
    });
    expect(
      await screen.findByText(/^The portal did not answer/),
    ).toBeInTheDocument();
    expect(screen.getByText('TypeError: Failed to fetch')).toBeInTheDocument();
  });

  it('says why the list is missing and tries again', async () => {
    let isDown = true;
    renderPage(<ExperimentsPage />, {
      at,
      experiments: {
        listExperiments: async () => {
          if (isDown) throw new Error('The database is away.');
          return { items: [testListItem()], totalItems: 1 };
        },
      },
    });
    expect(
      await screen.findByText('The database is away.'),
    ).toBeInTheDocument();
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Gate at level 40')).toBeInTheDocument();
  });
});
