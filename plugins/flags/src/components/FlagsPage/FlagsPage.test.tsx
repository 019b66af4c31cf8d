import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import {
  testClient,
  testCredential,
  testFlag,
  testRollout,
} from '../../testing/test-flag';
import { FlagsPage } from './FlagsPage';

const listing = (...flags: ReturnType<typeof testFlag>[]) => ({
  listFlags: async () => ({ items: flags, totalItems: flags.length }),
});

describe('FlagsPage', () => {
  it('tells state, owner and what serves of each flag', async () => {
    renderFlags(
      <FlagsPage />,
      listing(
        testFlag({ rules: [testRollout()] }),
        testFlag({ id: 'dark-mode', clients: [] }),
      ),
    );

    const serving = await screen.findByRole('row', { name: /new-checkout/ });
    expect(within(serving).getByText('Serving')).toBeInTheDocument();
    expect(
      within(serving).getByText('Rollout of on to 20 %'),
    ).toBeInTheDocument();
    expect(within(serving).getByText('off, on')).toBeInTheDocument();
    expect(
      within(serving).getByRole('link', { name: /^new-checkout/ }),
    ).toHaveAttribute('href', '/flags/new-checkout');
    const silent = screen.getByRole('row', { name: /dark-mode/ });
    expect(within(silent).getByText('No client')).toBeInTheDocument();
    expect(
      within(silent).getByText('The default in the code'),
    ).toBeInTheDocument();
  });

  it('narrows by what the address says and by typing', async () => {
    renderFlags(
      <FlagsPage />,
      listing(
        testFlag(),
        testFlag({ id: 'dark-mode', state: 'archived' }),
        testFlag({ id: 'night-mode', state: 'archived' }),
      ),
      '/flags?state=archived',
    );
    await screen.findByRole('row', { name: /dark-mode/ });
    expect(screen.queryByText('new-checkout')).not.toBeInTheDocument();

    await userEvent.type(screen.getByLabelText('Search flags'), 'night');

    await waitFor(() =>
      expect(screen.queryByText('dark-mode')).not.toBeInTheDocument(),
    );
    expect(window.location.search).toBe('?state=archived&q=night');
  });

  it('shows the flags of several owners that the address names', async () => {
    const owned = ['growth', 'payments', 'search'].map(team =>
      testFlag({ id: `flag-of-${team}`, owner: `group:default/${team}` }),
    );
    renderFlags(
      <FlagsPage />,
      listing(...owned),
      '/flags?owner=group:default/growth,group:default/search',
    );

    await screen.findByRole('row', { name: /flag-of-growth/ });
    expect(
      screen.getByRole('row', { name: /flag-of-search/ }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('row', { name: /flag-of-payments/ }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /Several owners/ }),
    ).toBeInTheDocument();
  });

  it('teaches where there are no flags', async () => {
    renderFlags(<FlagsPage />, listing());

    expect(
      await screen.findByText('There are no flags yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Create the first flag' }),
    ).toHaveAttribute('href', '/flags/new');
  });

  it('says why the flags are not shown and tries again', async () => {
    let isDown = true;
    renderFlags(<FlagsPage />, {
      listFlags: async () => {
        if (isDown) throw new Error('The database is down.');
        return { items: [testFlag()], totalItems: 1 };
      },
    });

    await screen.findByText('The database is down.');
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByRole('row', { name: /new-checkout/ }),
    ).toBeInTheDocument();
  });
});

describe('the clients on the FlagsPage', () => {
  const CLIENTS = '/flags?tab=clients';

  it('shows a new secret once, with code that uses the edge', async () => {
    const asked: unknown[] = [];
    renderFlags(
      <FlagsPage />,
      {
        clients: {
          list: async () => [testClient()],
          createCredential: async (...request) => {
            asked.push(request);
            return { credential: testCredential(), secret: 'etude_s3cret' };
          },
        },
      },
      CLIENTS,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'New credential' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Create credential' }),
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The credential has no name',
    );

    await userEvent.type(screen.getByLabelText(/^Name/), 'ci');
    await userEvent.type(
      screen.getByLabelText(/^Environments/),
      'staging, production',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Create credential' }),
    );

    expect(await screen.findByLabelText('secret')).toHaveTextContent(
      'ETUDE_CLIENT_SECRET=etude_s3cret',
    );
    expect(screen.getByLabelText('example')).toHaveTextContent(
      "baseUrl: 'http://edge.test:7070'",
    );
    expect(asked).toEqual([
      [
        'shop-web',
        {
          name: 'ci',
          kind: 'server',
          environments: ['staging', 'production'],
        },
      ],
    ]);

    await userEvent.click(
      screen.getByRole('button', { name: 'I have stored the secret' }),
    );
    expect(screen.queryByText(/etude_s3cret/)).not.toBeInTheDocument();
  });

  it('revokes only after saying who is hit', async () => {
    const revoked: string[] = [];
    renderFlags(
      <FlagsPage />,
      {
        clients: {
          list: async () => [testClient()],
          revokeCredential: async (_client, credential) => {
            revoked.push(credential);
            return testClient();
          },
        },
      },
      CLIENTS,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Revoke production servers' }),
    );
    expect(
      screen.getByText(/Every installation of Shop on the web/),
    ).toBeInTheDocument();
    expect(revoked).toEqual([]);

    await userEvent.click(
      screen.getByRole('button', { name: 'Revoke for good' }),
    );

    await waitFor(() => expect(revoked).toEqual(['c1']));
  });

  it('teaches where there are no clients', async () => {
    renderFlags(<FlagsPage />, { clients: { list: async () => [] } }, CLIENTS);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Create the first client' }),
    );

    expect(
      screen.getByRole('dialog', { name: 'New client' }),
    ).toBeInTheDocument();
  });
});
