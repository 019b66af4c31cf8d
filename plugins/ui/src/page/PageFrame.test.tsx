import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { PageFrame } from './PageFrame';

describe('PageFrame', () => {
  it('has one main part, titled by the one first heading', async () => {
    renderInTestApp(
      <PageFrame
        title="book-page-layout"
        parent={{ label: 'Flags', href: '/flags' }}
        metadata={[{ label: 'Clients', value: 'storefront' }]}
        actions={<button type="button">Roll out</button>}
      >
        Rules
      </PageFrame>,
    );
    const main = await screen.findByRole('main');
    expect(within(main).getByRole('heading', { level: 1 })).toHaveTextContent(
      'book-page-layout',
    );
    expect(within(main).getByRole('link', { name: 'Flags' })).toHaveAttribute(
      'href',
      '/flags',
    );
    expect(within(main).getByText('storefront')).toBeVisible();
    expect(within(main).getByText('Rules')).toBeVisible();
  });

  it('leaves out what a page has not', async () => {
    renderInTestApp(<PageFrame title="Flags" />);
    const main = await screen.findByRole('main');
    expect(main).toHaveTextContent(/^Flags$/);
    expect(within(main).queryByRole('navigation')).not.toBeInTheDocument();
  });
});
