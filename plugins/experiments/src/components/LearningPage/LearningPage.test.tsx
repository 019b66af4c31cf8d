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
    expect(wins).toHaveTextContent('50 %');
    expect(wins).toHaveTextContent('1 of 2');
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
    expect(screen.getAllByText('hidden')).toHaveLength(2);
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
