import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  eventDefinitionOf,
  factTableOf,
  fakeMetrics,
  freshnessOf,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { EventDefinitionPage } from './EventDefinitionPage';

const PURCHASE = eventDefinitionOf({ version: 2 });

const open = (
  routes: Parameters<typeof fakeMetrics>[0] = {},
  search: string = '',
) => {
  const fake = fakeMetrics({
    'GET /event-definitions/purchase': answered(PURCHASE),
    'GET /fact-tables': answered({ factTables: [factTableOf()] }),
    ...routes,
  });
  renderPage(<EventDefinitionPage />, {
    client: fake.client,
    mountPath: '/metrics/events/:id',
    path: '/metrics/events/purchase',
    search,
  });
  return fake;
};

describe('EventDefinitionPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('says what the event carries, when it last came and what is missing', async () => {
    open({
      'GET /event-definitions/purchase/freshness': answered(freshnessOf()),
    });
    const row = within(await screen.findByRole('row', { name: /order.total/ }));
    expect(row.getByText('Number, required')).toBeVisible();
    expect(row.getByText('In euros.')).toBeVisible();
    expect(screen.getByText('Text, optional, id of a reader')).toBeVisible();
    expect(screen.getByText('eventDefinitions/purchase')).toBeVisible();
    expect(await screen.findByText(/The newest event is from/)).toBeVisible();
    expect(
      screen.getByText(/One day is missing: 1 Jan has none/),
    ).toBeVisible();
    expect(screen.getByText(/Today so far: 40\./)).toBeVisible();
  });

  it('shows what each version changed, and why it broke', async () => {
    const version = (number: number, definition: typeof PURCHASE) => ({
      version: number,
      since: '2026-01-02T00:00:00.000Z',
      by: 'user:default/ada',
      reason: number === 2 ? 'Nobody sent the text.' : null,
      definition,
    });
    const [total] = PURCHASE.fields;
    const first = eventDefinitionOf({
      fields: total ? [{ ...total, type: 'text' }] : [],
    });
    open(
      {
        'GET /event-definitions/purchase/versions': answered({
          versions: [version(2, PURCHASE), version(1, first)],
        }),
      },
      '?tab=versions',
    );
    const changes = within(
      await screen.findByRole('table', { name: 'Changes of version 2' }),
    );
    const row = within(changes.getByRole('row', { name: /order.total/ }));
    expect(row.getByText('Text, required. In euros.')).toBeVisible();
    expect(row.getByText('Number, required. In euros.')).toBeVisible();
    expect(
      changes.getByRole('row', { name: /context.reader not there/ }),
    ).toBeVisible();
    expect(screen.getByText(/Nobody sent the text/)).toBeVisible();
    expect(screen.getByText('Created, with one field.')).toBeVisible();
  });

  it('checks a payload, beginning with one that fits', async () => {
    const { sent } = open(
      {
        'POST /event-definitions/purchase/check': [
          answered({ version: 2, problems: [] }),
          answered({
            version: 2,
            problems: [
              { code: 'X', path: 'order.total', message: 'No total.' },
            ],
          }),
        ],
      },
      '?tab=check',
    );
    const check = () =>
      userEvent.click(screen.getByRole('button', { name: 'Check payload' }));
    const payload = await screen.findByRole('textbox', { name: 'Payload' });
    await check();
    expect(await screen.findByText('The payload fits version 2')).toBeVisible();
    await userEvent.clear(payload);
    await userEvent.click(payload);
    await userEvent.paste('{"order": ');
    await check();
    expect(await screen.findByRole('alert')).toHaveTextContent(/is not JSON/);
    await userEvent.click(payload);
    await userEvent.paste('{}}');
    await check();
    expect(await screen.findByText('No total.')).toBeVisible();
    expect(
      sent.filter(({ route }) => route.endsWith('/check')).map(s => s.body),
    ).toEqual([
      {
        payload: { order: { total: 12.5 }, context: { reader: 'text' } },
      },
      { payload: { order: {} } },
    ]);
  });

  it('shows at its field what a change breaks, and saves it for a reason', async () => {
    const message = "'order.total' changes from number to text.";
    const gone = "'context.reader' is removed.";
    const problem = { code: 'ETUDE_EVENT_FIELD_BREAKING' };
    const { sent } = open(
      {
        'PUT /event-definitions/purchase': [
          refusedWith(400, {
            code: 'ETUDE_METRICS_EVENT_DEFINITION_BREAKING',
            message: 'The change breaks.',
            problems: [
              { ...problem, message, path: 'order.total' },
              { ...problem, message: gone, path: 'context.reader' },
            ],
          }),
          answered(PURCHASE),
        ],
      },
      '?mode=edit',
    );
    const save = () =>
      userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove field 2' }),
    );
    await save();
    expect(
      await screen.findByText(/breaks with those who send or read/),
    ).toBeVisible();
    expect(screen.getAllByText(message)).toHaveLength(2);
    expect(screen.getAllByText(gone)).toHaveLength(2);
    await userEvent.click(
      screen.getByRole('textbox', { name: /Reason to break/ }),
    );
    await userEvent.paste('Nobody sends it yet.');
    await save();
    await waitFor(() =>
      expect(sent.map(({ body }) => body)).toContainEqual(
        expect.objectContaining({
          etag: 'etag-1',
          reason: 'Nobody sends it yet.',
          fields: PURCHASE.fields.slice(0, 1),
        }),
      ),
    );
    expect(await screen.findByRole('tab', { name: 'Overview' })).toBeVisible();
  });

  it('loses nothing when someone else changed it meanwhile', async () => {
    open(
      {
        'GET /event-definitions/purchase': [
          answered(PURCHASE),
          answered({ ...PURCHASE, name: 'Order', etag: 'etag-2' }),
        ],
        'PUT /event-definitions/purchase': refusedWith(409, {
          code: 'ETUDE_METRICS_ETAG_CONFLICT',
          message: 'Changed meanwhile.',
        }),
      },
      '?mode=edit',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save changes' }),
    );
    const differences = within(
      await screen.findByRole('table', { name: 'Differences' }),
    );
    expect(
      differences.getByRole('row', { name: /Name Order Purchase/ }),
    ).toBeVisible();
  });

  it('says so when there is no such definition', async () => {
    open({
      'GET /event-definitions/purchase': refusedWith(404, {
        code: 'ETUDE_METRICS_NOT_FOUND',
        message: 'No such event definition.',
      }),
    });
    expect(
      await screen.findByText('This event definition is not there'),
    ).toBeVisible();
  });
});
