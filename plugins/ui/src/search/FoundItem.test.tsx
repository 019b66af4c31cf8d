import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { FoundItem } from './FoundItem';

const renderOwner = (owner: string) =>
  renderInTestApp(
    <FoundItem
      type="software-catalog"
      document={{
        title: 'storefront',
        text: 'The shop.',
        location: '/catalog/default/component/storefront',
        owner,
      }}
    />,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );

describe('FoundItem', () => {
  it.each(['growth', 'group:growth', 'group:default/growth'])(
    'links the owner a file calls %s',
    async owner => {
      renderOwner(owner);
      expect(
        await screen.findByRole('link', { name: 'growth' }),
      ).toHaveAttribute('href', '/catalog/default/group/growth');
    },
  );

  it('says what is no entity ref as it is', async () => {
    renderOwner('growth:and:shop');
    expect(await screen.findByText(/growth:and:shop/)).toBeVisible();
  });
});
