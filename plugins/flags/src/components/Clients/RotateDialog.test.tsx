import type { RotateCredential } from '@etude/plugin-flags-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import { testClient, testCredential } from '../../testing/test-flag';
import { ClientCard } from './ClientCard';

const renderCard = (
  rotateCredential: (
    clientId: string,
    credentialId: string,
    rotation: RotateCredential,
  ) => Promise<{
    credential: ReturnType<typeof testCredential>;
    secret: string;
  }>,
  client = testClient(),
) =>
  renderFlags(<ClientCard client={client} onChanged={() => undefined} />, {
    clients: { rotateCredential },
  });

describe('rotating a credential', () => {
  it('issues a second secret and says how long the first works', async () => {
    const asked: unknown[] = [];
    renderCard(async (...args) => {
      asked.push(args);
      return { credential: testCredential(), secret: 'etude_new' };
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Rotate production servers' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'The present secret goes on working for 24 hours',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Issue the new secret' }),
    );
    expect(await within(dialog).findByText(/etude_new/)).toBeVisible();
    expect(asked).toEqual([['shop-web', 'c1', { overlapHours: 24 }]]);
  });

  it('says until when a replaced secret works, and what is over', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    renderCard(
      async () => {
        throw new Error('never called');
      },
      {
        ...testClient(),
        credentials: [
          { ...testCredential(), id: 'c1', name: 'old', expiresAt: later },
          {
            ...testCredential(),
            id: 'c2',
            name: 'oldest',
            expiresAt: '2026-01-01T00:00:00Z',
          },
        ],
      },
    );
    expect(await screen.findByText('Replaced, works until')).toBeVisible();
    expect(screen.getByText('Expired')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Revoke old' })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /oldest|Rotate old/ }),
    ).not.toBeInTheDocument();
  });
});
