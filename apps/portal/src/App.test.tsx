import catalogPlugin from '@backstage/plugin-catalog/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import experimentsPlugin from '@etude/plugin-experiments';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
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

const found = {
  results: [
    {
      type: 'experiment',
      document: {
        title: 'A calmer book page',
        text: 'Less is more. · group:default/growth',
        summary: 'Less is more.',
        owner: 'group:default/growth',
        state: 'live',
        location: '/experiments/calmer',
      },
      highlight: {
        preTag: '<b>',
        postTag: '</b>',
        fields: { title: 'A <b>calmer</b> book page' },
      },
    },
  ],
  numberOfResults: 1,
};

const ANSWERS: Readonly<Record<string, object>> = {
  '/api/auth/guest/refresh': session,
  '/api/search/query': found,
};

const answer = (url: string): Response => {
  const path = Object.keys(ANSWERS).find(one => url.includes(one));
  return path === undefined
    ? Response.json({ error: { message: 'not in this test' } }, { status: 404 })
    : Response.json(ANSWERS[path]);
};

const PLUGINS = [
  homePlugin,
  catalogPlugin,
  notificationsPlugin,
  searchPlugin,
  experimentsPlugin,
];

describe('app', () => {
  it('lets a guest in, shows the pages in order and finds experiments', async () => {
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
    expect(document.title).toBe('Home · Etude');
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

    // A plugin's things have their own filter and item on the search page.
    act(() => {
      window.history.pushState(null, '', '/search?query=calmer');
      window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
    });
    expect(
      await screen.findByRole(
        'link',
        { name: 'A calmer book page' },
        { timeout: 30_000 },
      ),
    ).toHaveAttribute('href', '/experiments/calmer');
    expect(screen.getByText('calmer').tagName).toBe('MARK');
    expect(screen.getByText('Live')).toBeVisible();
    expect(screen.getByText('Less is more.')).toBeVisible();
    const types = screen.getByRole('navigation', { name: 'filter by type' });
    expect(within(types).getByText('Experiments')).toBeVisible();

    // Another theme mounts nothing anew: what is typed stays.
    const field = screen.getByRole('textbox', { name: 'Search' });
    act(() => {
      window.localStorage.setItem('theme', 'dark');
      window.dispatchEvent(new StorageEvent('storage', { key: 'theme' }));
    });
    expect(document.body).toHaveAttribute('data-theme-mode', 'dark');
    expect(screen.getByRole('textbox', { name: 'Search' })).toBe(field);
  });
});
