import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { testLearning } from '../../__testUtils__/experiment-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import { LearningPage } from './LearningPage';

const at = '/learning';

const listed = () =>
  within(screen.getByRole('table', { name: 'Ended experiments' }))
    .getAllByRole('link')
    .map(link => link.textContent)
    .filter(name => name === 'Bigger button' || name === 'New copy');

describe('LearningPage', () => {
  it('opens the experiments behind each figure', async () => {
    renderPage(<LearningPage />, {
      at,
      experiments: { getLearning: async () => testLearning() },
    });
    const wins = await screen.findByRole('button', { name: /^Wins/ });
    expect(wins).toHaveTextContent('1 of 2');
    expect(wins).not.toHaveTextContent('%');
    expect(listed()).toEqual(['Bigger button', 'New copy']);
    await userEvent.click(wins);
    expect(listed()).toEqual(['Bigger button']);
    await userEvent.click(
      screen.getByRole('button', { name: /^Too few units/ }),
    );
    expect(listed()).toEqual(['New copy']);
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(listed()).toEqual(['Bigger button', 'New copy']);
  });

  it('hides trends of few experiments and says why', async () => {
    renderPage(<LearningPage />, {
      at,
      experiments: { getLearning: async () => testLearning() },
    });
    expect(
      await screen.findByText(/There is no trend to show yet/),
    ).toBeInTheDocument();
    expect(
      screen.getAllByText(/fewer than ten ended experiments are hidden/).length,
    ).toBeGreaterThan(0);
    expect(
      within(
        screen.getByRole('table', { name: 'Learning by owner' }),
      ).getAllByText('hidden'),
    ).toHaveLength(2);
  });

  it('shows rates with their intervals from ten experiments on', async () => {
    const answer = testLearning();
    const learning = {
      count: 6,
      of: 10,
      share: 0.6,
      ci: [0.31, 0.83],
    } as const;
    renderPage(<LearningPage />, {
      at,
      experiments: {
        getLearning: async () => ({
          ...answer,
          rates: { ...answer.rates, experiments: 10, learning },
        }),
      },
    });
    const rates = within(await screen.findByRole('group', { name: 'Rates' }));
    const figure = rates.getByRole('button', { name: /^Learning rate/ });
    expect(figure).toHaveTextContent('60 %');
    expect(figure).toHaveTextContent('95 % interval 31 % to 83 %');
  });

  it('shows months, precision and what learnings consist of', async () => {
    const answer = testLearning();
    renderPage(<LearningPage />, {
      at,
      experiments: {
        getLearning: async () => ({
          ...answer,
          rates: {
            ...answer.rates,
            precision: { medianRatio: 1.4, experiments: 2 },
          },
        }),
      },
    });
    expect(await screen.findByText('1.4 ×')).toBeInTheDocument();
    const steps = screen
      .getAllByRole('listitem')
      .map(item => item.textContent)
      .slice(0, 4);
    expect(steps).toEqual([
      'Ended with a verdict2',
      'Too few units−1',
      'Learnings1',
      'Win1',
    ]);
    await userEvent.click(screen.getByRole('radio', { name: 'By month' }));
    await userEvent.click(
      screen.getByRole('button', { name: '2026-03: 1 of 2' }),
    );
    expect(screen.getByText('Ended in 2026-03 · 2')).toBeInTheDocument();
  });

  it('teaches what a verdict is before there is one', async () => {
    const empty = testLearning();
    renderPage(<LearningPage />, {
      at,
      experiments: { getLearning: async () => ({ ...empty, items: [] }) },
    });
    expect(
      await screen.findByText('No experiment has ended yet'),
    ).toBeInTheDocument();
  });

  it('says why nothing can be shown', async () => {
    renderPage(<LearningPage />, {
      at,
      experiments: {
        getLearning: async () => {
          throw new Error('The database is away.');
        },
      },
    });
    expect(
      await screen.findByText('The database is away.'),
    ).toBeInTheDocument();
  });
});
