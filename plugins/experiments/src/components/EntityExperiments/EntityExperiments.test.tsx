import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { testListItem } from '../../__testUtils__/experiment-fixtures';
import { renderPage } from '../../__testUtils__/render-page';
import { EntityExperimentsCard } from './EntityExperimentsCard';
import { EntityExperimentsContent } from './EntityExperimentsContent';

const SHOP = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop', namespace: 'default' },
};

const at = '/catalog/default/component/shop';
const NEW_FOR_SHOP = '/experiments/new?component=component%3Adefault%2Fshop';

describe('experiments of a component', () => {
  it('shows its experiments and flags on the card', async () => {
    const listExperiments = jest.fn(async () => ({
      items: [testListItem()],
      totalItems: 8,
    }));
    renderPage(
      <EntityProvider entity={SHOP}>
        <EntityExperimentsCard />
      </EntityProvider>,
      {
        at,
        experiments: { listExperiments },
        flags: { listFlags: async () => ({ items: [], totalItems: 0 }) },
      },
    );
    expect(
      await screen.findByRole('link', { name: 'Gate at level 40' }),
    ).toHaveAttribute('href', '/experiments/gate-at-40');
    expect(
      await screen.findByText('No flag belongs to this component.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'New experiment' }),
    ).toHaveAttribute('href', NEW_FOR_SHOP);
    expect(listExperiments).toHaveBeenCalledWith(
      { component: 'component:default/shop', limit: 5 },
      expect.anything(),
    );
    expect(
      screen.getByText('7 more on the Experiments tab.'),
    ).toBeInTheDocument();
  });

  it('leads from an empty tab to the first experiment', async () => {
    renderPage(
      <EntityProvider entity={SHOP}>
        <EntityExperimentsContent />
      </EntityProvider>,
      {
        at,
        experiments: {
          listExperiments: async () => ({ items: [], totalItems: 0 }),
        },
      },
    );
    expect(
      await screen.findByText('This component has no experiments yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'New experiment' }),
    ).toHaveAttribute('href', NEW_FOR_SHOP);
  });
});
