import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  eventDefinitionOf,
  factTableOf,
  fakeMetrics,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { NewEventDefinitionPage } from './NewEventDefinitionPage';

const open = (routes: Parameters<typeof fakeMetrics>[0]) => {
  const fake = fakeMetrics({
    'GET /fact-tables': answered({ factTables: [factTableOf()] }),
    ...routes,
  });
  renderPage(<NewEventDefinitionPage />, {
    client: fake.client,
    mountPath: '/metrics/new/event',
    path: '/metrics/new/event',
  });
  return fake;
};

const write = async (label: string, text: string) => {
  await userEvent.click(await screen.findByRole('textbox', { name: label }));
  await userEvent.paste(text);
};

const choose = async (label: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

const create = () =>
  userEvent.click(
    screen.getByRole('button', { name: 'Create event definition' }),
  );

describe('NewEventDefinitionPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('defines an event with a field that is required', async () => {
    const { sent } = open({
      'POST /event-definitions': answered(eventDefinitionOf()),
    });
    await write('Name', 'Purchase');
    await write('Sent as', 'purchase');
    await write('Path of field 1', 'order.total');
    await choose(/Type of field 1/, 'Number');
    await choose(/Presence of field 1/, 'Required');
    await choose(/Owner/, 'Data');
    expect(screen.getByText(/fact tables name reader/)).toBeVisible();
    await create();
    await waitFor(() =>
      expect(window.location.pathname).toBe('/metrics/events/purchase'),
    );
    expect(sent).toContainEqual({
      route: 'POST /event-definitions',
      body: {
        id: 'purchase',
        name: 'Purchase',
        description: '',
        owner: 'group:default/data',
        fields: [
          {
            path: 'order.total',
            type: 'number',
            isRequired: true,
            description: '',
          },
        ],
      },
    });
  });

  it('tries the fields on what arrived, until they change', async () => {
    const { sent } = open({
      'POST /event-definitions:try': answered({
        runId: 'run-7',
        since: '2026-01-01T00:00:00.000Z',
        checked: 1000,
        refused: 308,
        problems: [
          { path: 'total', code: 'ETUDE_EVENT_FIELD_MISSING', events: 308 },
        ],
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try on recent events' }),
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /cannot be tried yet.*applications send.*Field 1 has no path/,
    );
    expect(sent.map(({ route }) => route)).not.toContain(
      'POST /event-definitions:try',
    );
    await write('Sent as', 'purchase');
    await write('Path of field 1', 'total');
    await userEvent.click(
      screen.getByRole('button', { name: 'Try on recent events' }),
    );
    expect(
      await screen.findByText(
        'Of the latest 1,000 events, 308 would be refused',
      ),
    ).toBeVisible();
    expect(screen.getByText('total is missing in 308.')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'The query and what it cost' }),
    ).toHaveAttribute('href', '/metrics?tab=runs&run=run-7');
    expect(sent).toContainEqual({
      route: 'POST /event-definitions:try',
      body: {
        id: 'purchase',
        fields: [
          { path: 'total', type: 'text', isRequired: false, description: '' },
        ],
      },
    });
    await choose(/Type of field 1/, 'Number');
    expect(screen.queryByText(/would be refused/)).not.toBeInTheDocument();
  });

  it('lists what is missing, and shows a refusal at its field', async () => {
    const message = 'A path has up to five names joined by dots.';
    open({
      'POST /event-definitions': refusedWith(400, {
        code: 'ETUDE_REQUEST_INVALID',
        message: 'The body of the request is not valid.',
        problems: [
          { code: 'ETUDE_REQUEST_INVALID', message, path: 'fields[0].path' },
        ],
      }),
    });
    await screen.findByRole('textbox', { name: 'Name' });
    await create();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Give the event a name.*applications send.*Choose the team.*Field 1 has no path/,
    );
    await write('Name', 'Purchase');
    await write('Sent as', 'purchase');
    await write('Path of field 1', '1st');
    await choose(/Owner/, 'Data');
    await create();
    // In the list on top, and at the field.
    expect(await screen.findAllByText(message)).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: message }));
    expect(
      screen.getByRole('textbox', { name: 'Path of field 1' }),
    ).toHaveFocus();
  });
});
