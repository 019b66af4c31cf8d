import type { CreateFlag } from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import { testClient, testFlag } from '../../testing/test-flag';
import { NewFlagPage } from './NewFlagPage';

const choose = async (label: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

const create = () =>
  userEvent.click(screen.getByRole('button', { name: 'Create flag' }));

const renderPage = (createFlag: (flag: CreateFlag) => Promise<void>) =>
  renderFlags(
    <NewFlagPage />,
    {
      clients: { list: async () => [testClient()] },
      createFlag: async flag => {
        await createFlag(flag);
        return testFlag({ id: flag.id });
      },
    },
    '/flags/new',
  );

describe('NewFlagPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('creates an on/off flag with two variants and opens it', async () => {
    const created: CreateFlag[] = [];
    renderPage(async flag => {
      created.push(flag);
    });
    await userEvent.type(await screen.findByLabelText(/^Id/), 'dark-mode');
    await choose(/Owner/, 'checkout');
    await choose(/Clients/, 'Shop on the web');
    await userEvent.keyboard('{Escape}');

    await create();

    await waitFor(() =>
      expect(window.location.pathname).toBe('/flags/dark-mode'),
    );
    expect(created).toEqual([
      {
        id: 'dark-mode',
        description: '',
        owner: 'group:default/checkout',
        componentRef: null,
        clients: ['shop-web'],
        schema: { type: 'struct', fields: { enabled: { type: 'bool' } } },
        variants: [
          { id: 'off', description: '', value: { enabled: false } },
          { id: 'on', description: '', value: { enabled: true } },
        ],
      },
    ]);
  });

  it('lists every problem and leads to its field', async () => {
    const created: CreateFlag[] = [];
    renderPage(async flag => {
      created.push(flag);
    });
    await screen.findByLabelText(/^Id/);

    await create();

    const list = screen.getByRole('alert');
    expect(within(list).getByText(/The flag has no id/)).toBeInTheDocument();
    expect(within(list).getByText(/The flag has no owner/)).toBeInTheDocument();
    await userEvent.click(within(list).getByText(/The flag has no id/));
    expect(screen.getByLabelText(/^Id/)).toHaveFocus();
    expect(created).toEqual([]);
  });

  it('shows what the server refuses and keeps what was typed', async () => {
    renderPage(async () => {
      throw Object.assign(new Error('Flag cannot be saved'), {
        problems: [{ path: 'variants[1].id', message: "Id 'on' is taken." }],
      });
    });
    await userEvent.type(await screen.findByLabelText(/^Id/), 'dark-mode');
    await choose(/Owner/, 'checkout');

    await create();

    const list = await screen.findByRole('alert');
    expect(list).toHaveTextContent("Id 'on' is taken.");
    const variant = screen.getByRole('group', { name: 'Variant on' });
    expect(variant).toHaveTextContent("Id 'on' is taken.");
    expect(screen.getByLabelText(/^Id/)).toHaveValue('dark-mode');
  });

  it('edits values by form and as JSON, whichever is at hand', async () => {
    const created: CreateFlag[] = [];
    renderPage(async flag => {
      created.push(flag);
    });
    await userEvent.type(await screen.findByLabelText(/^Id/), 'banner');
    await choose(/Owner/, 'checkout');
    await userEvent.click(screen.getByRole('radio', { name: 'Text' }));
    const current = screen.getByRole('group', { name: 'Variant current' });
    await userEvent.type(within(current).getByLabelText('text'), 'Hello');
    const fresh = screen.getByRole('group', { name: 'Variant new' });
    await userEvent.click(within(fresh).getByLabelText('JSON view'));
    const json = within(fresh).getByLabelText('Value of variant new as JSON');
    await userEvent.clear(json);
    await userEvent.type(json, '{{"text": ');

    await create();
    expect(screen.getByRole('alert')).toHaveTextContent('is not a JSON object');

    await userEvent.type(json, '"Welcome"}');
    await create();

    await waitFor(() => expect(created).toHaveLength(1));
    expect(created[0]?.variants?.map(({ value }) => value)).toEqual([
      { text: 'Hello' },
      { text: 'Welcome' },
    ]);
  });

  it('keeps what was typed over a reload', async () => {
    const first = renderPage(async () => undefined);
    await userEvent.type(await screen.findByLabelText(/^Id/), 'half-written');
    first.unmount();

    renderPage(async () => undefined);

    expect(await screen.findByLabelText(/^Id/)).toHaveValue('half-written');
  });
});
