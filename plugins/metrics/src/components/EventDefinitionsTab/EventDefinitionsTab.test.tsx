import { screen, within } from '@testing-library/react';
import {
  answered,
  eventDefinitionOf,
  fakeMetrics,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { renderPage } from '../../__testUtils__/render-page';
import { EventDefinitionsTab } from './EventDefinitionsTab';

const open = (answer: ReturnType<typeof answered>) =>
  renderPage(<EventDefinitionsTab />, {
    client: fakeMetrics({ 'GET /event-definitions': answer }).client,
    mountPath: '/metrics',
    path: '/metrics',
  });

describe('EventDefinitionsTab', () => {
  it('lists what each event carries, and leads to it', async () => {
    open(
      answered({
        eventDefinitions: [
          eventDefinitionOf(),
          eventDefinitionOf({ id: 'search', name: 'Search', fields: [] }),
        ],
      }),
    );
    const row = within(await screen.findByRole('row', { name: /Purchase/ }));
    expect(row.getByRole('link', { name: /Purchase/ })).toHaveAttribute(
      'href',
      '/metrics/events/purchase',
    );
    expect(
      row.getByText('order.total (required), context.reader'),
    ).toBeVisible();
    expect(row.getByText('reader')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'New event definition' }),
    ).toHaveAttribute('href', '/metrics/new/event');
  });

  it('teaches by an example where none is defined', async () => {
    open(answered({ eventDefinitions: [] }));
    expect(await screen.findByText('No events are defined yet')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Define the first event' }),
    ).toBeVisible();
  });

  it.each([
    [403, 'ETUDE_METRICS_FORBIDDEN', 'You may not see the event definitions'],
    [503, 'ETUDE_TEST', 'The event definitions could not be loaded'],
  ])('says so when the answer is %s', async (status, code, title) => {
    open(refusedWith(status, { code, message: 'The reason.' }));
    expect(await screen.findByText(title)).toBeVisible();
  });
});
