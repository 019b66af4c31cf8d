import catalogPlugin from '@backstage/plugin-catalog/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import experimentsPlugin from '@etude/plugin-experiments';
import { fireEvent, render, screen } from '@testing-library/react';
import { app } from './App';

const base64 = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

const nextHour = Math.floor(Date.now() / 1000) + 3600;

const session = {
  profile: {},
  backstageIdentity: {
    token: `${base64({ alg: 'none' })}.${base64({
      sub: 'user:default/ada',
      ent: ['user:default/ada'],
      exp: nextHour,
    })}.`,
    identity: {
      type: 'user',
      userEntityRef: 'user:default/ada',
      ownershipEntityRefs: ['user:default/ada'],
    },
  },
};

const answer = (url: string): Response =>
  url.includes('/api/auth/guest/refresh')
    ? Response.json(session)
    : Response.json(
        { error: { message: 'not in this test' } },
        { status: 404 },
      );

const PLUGINS = [
  homePlugin,
  catalogPlugin,
  notificationsPlugin,
  searchPlugin,
  experimentsPlugin,
];

describe('app', () => {
  it('lets a guest in and shows the pages in the order of their use', async () => {
    const config = {
      app: {
        title: 'Etude',
        baseUrl: 'http://localhost',
        packages: 'all',
        extensions: [{ 'page:home': { config: { path: '/' } } }],
      },
      backend: { baseUrl: 'http://localhost' },
    };
    Object.assign(process, {
      env: { ...process.env, APP_CONFIG: [{ data: config, context: 'test' }] },
    });
    Object.assign(globalThis, {
      '__@backstage/discovered__': {
        modules: PLUGINS.map(plugin => ({
          name: plugin.pluginId,
          default: plugin,
        })),
      },
      fetch: async (input: Request | URL | string) =>
        answer(input instanceof Request ? input.url : String(input)),
    });

    render(app.createRoot());
    fireEvent.click(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 30_000 }),
    );

    await screen.findByRole('heading', { name: 'Home' }, { timeout: 30_000 });
    const titles = screen.getAllByRole('link').map(link => link.textContent);
    const order = [
      'Home',
      'Catalog',
      'Experiments',
      'Learning',
      'Notifications',
    ];
    expect(titles.filter(title => order.includes(title))).toEqual(
      expect.arrayContaining(order),
    );
    expect(order.map(title => titles.indexOf(title))).toEqual(
      order.map(title => titles.indexOf(title)).sort((a, b) => a - b),
    );
  });
});
