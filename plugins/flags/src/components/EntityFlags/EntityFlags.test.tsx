import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { renderFlags } from '../../testing/render-flags';
import { testFlag } from '../../testing/test-flag';
import { EntityFlags } from './EntityFlags';

const shop = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop', namespace: 'default' },
};

const renderTab = (flags: ReturnType<typeof testFlag>[]) => {
  const asked: (string | undefined)[] = [];
  renderFlags(
    <EntityProvider entity={shop}>
      <EntityFlags />
    </EntityProvider>,
    {
      listFlags: async query => {
        asked.push(query?.component);
        return { items: flags, totalItems: flags.length };
      },
    },
  );
  return asked;
};

describe('EntityFlags', () => {
  it('lists the flags of this component only', async () => {
    const asked = renderTab([testFlag()]);

    expect(
      await screen.findByRole('row', { name: /new-checkout/ }),
    ).toBeInTheDocument();
    expect(asked).toEqual(['component:default/shop']);
    expect(screen.queryByText('Owner')).not.toBeInTheDocument();
  });

  it('teaches where the component has none', async () => {
    renderTab([]);

    expect(
      await screen.findByText('This component has no flags'),
    ).toBeInTheDocument();
  });
});
