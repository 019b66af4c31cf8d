import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { StoredRelation } from '@etude/plugin-metrics-common';
import {
  answered,
  factTableOf,
  fakeMetrics,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { EntitiesTab } from './EntitiesTab';

const LOGINS = factTableOf({
  id: 'logins',
  name: 'Logins',
  timestampColumn: 'since',
  entityColumns: { device: 'device_id', user: 'user_id' },
});

const SIGNED_IN: StoredRelation = {
  ...LOGINS,
  id: 'signed-in',
  name: 'Signed in',
  factTableId: 'logins',
  from: 'device',
  to: 'user',
  validFromColumn: 'since',
};

const open = (routes: Parameters<typeof fakeMetrics>[0]) => {
  const fake = fakeMetrics({
    'GET /fact-tables': answered({ factTables: [LOGINS, factTableOf()] }),
    ...routes,
  });
  renderPage(<EntitiesTab />, {
    client: fake.client,
    mountPath: '/metrics',
    path: '/metrics',
  });
  return fake;
};

describe('EntitiesTab', () => {
  it('teaches by an example, and makes a relation', async () => {
    const { sent } = open({
      'GET /relations': [
        answered({ relations: [] }),
        answered({ relations: [SIGNED_IN] }),
      ],
      'POST /relations': answered(SIGNED_IN),
      'GET /relations/signed-in/coverage': answered({ known: 200, owned: 150 }),
    });
    expect(await screen.findByText('No relations yet')).toBeVisible();
    expect(
      screen.getAllByRole('term').map(({ textContent }) => textContent),
    ).toEqual(['device', 'reader', 'user']);
    await userEvent.click(screen.getByRole('button', { name: 'New relation' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Create relation' }),
    );
    expect(dialog.getAllByText(/Give the relation a name/)[0]).toBeVisible();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /^Name/ }),
      'Signed in',
    );
    await userEvent.click(dialog.getByRole('button', { name: /Fact table/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Logins' }),
    );
    await userEvent.click(dialog.getByRole('button', { name: /Which one/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: /latest row/ }),
    );
    await userEvent.click(dialog.getByRole('button', { name: /Owner/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Data' }));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Create relation' }),
    );
    expect(
      await screen.findByText(
        '75 % of 200 changes of device lead to one user. Facts of the rest are left out.',
      ),
    ).toBeVisible();
    expect(sent.find(({ route }) => route === 'POST /relations')?.body).toEqual(
      {
        name: 'Signed in',
        description: '',
        owner: 'group:default/data',
        factTableId: 'logins',
        from: 'device',
        to: 'user',
        validFromColumn: 'since',
      },
    );
  });

  it('removes a relation only after saying what that does', async () => {
    const { sent } = open({
      'GET /relations': [
        answered({ relations: [SIGNED_IN] }),
        answered({ relations: [] }),
      ],
      'GET /relations/signed-in/coverage': refusedWith(503, {
        code: 'ETUDE_WAREHOUSE_UNREACHABLE',
        message: 'The warehouse does not answer.',
      }),
      'DELETE /relations/signed-in': answered({}),
    });
    expect(
      await screen.findByText(/Could not be counted: The warehouse/),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove Signed in' }),
    );
    expect(await screen.findByText(/can no longer be computed/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove relation' }),
    );
    expect(await screen.findByText('No relations yet')).toBeVisible();
    expect(sent).toContainEqual({
      route: 'DELETE /relations/signed-in',
      body: { etag: SIGNED_IN.etag },
    });
  });

  it('says what went wrong', async () => {
    open({
      'GET /relations': refusedWith(500, {
        code: 'ETUDE_BROKEN',
        message: 'The database is away.',
      }),
    });
    expect(
      await screen.findByText('The relations could not be loaded'),
    ).toBeVisible();
  });
});
