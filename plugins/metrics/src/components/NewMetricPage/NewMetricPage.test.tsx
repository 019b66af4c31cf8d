import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  answered,
  factTableOf,
  fakeMetrics,
  metricOf,
  refusedWith,
} from '../../__testUtils__/fake-metrics';
import { previewOf } from '../../__testUtils__/fake-preview';
import { renderPage } from '../../__testUtils__/render-page';
import { NewMetricPage } from './NewMetricPage';

const TABLES = {
  'GET /fact-tables': answered({ factTables: [factTableOf()] }),
  'POST /fact-tables:describe': answered({
    columns: [
      { name: 'event', type: 'VARCHAR' },
      { name: 'value', type: 'DOUBLE' },
    ],
  }),
};

const open = (routes: Parameters<typeof fakeMetrics>[0]) => {
  const fake = fakeMetrics(routes);
  renderPage(<NewMetricPage />, {
    client: fake.client,
    mountPath: '/metrics/new',
    path: '/metrics/new',
    search: '?factTable=shop-events',
  });
  return fake;
};

const enter = async (label: string, text: string) => {
  await userEvent.click(await screen.findByRole('textbox', { name: label }));
  await userEvent.paste(text);
};

const choose = async (control: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name: control }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

describe('NewMetricPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('repeats the definition in words and creates the metric', async () => {
    const { sent } = open({
      ...TABLES,
      'POST /metrics': answered(metricOf()),
    });
    const words = await screen.findByRole('status', { name: 'Definition' });
    expect(words).toHaveTextContent(
      'Share of readers with at least one row of Shop events within 7 days after exposure; more is better.',
    );
    await enter('Name', 'Purchase rate');
    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    await choose(/Column of filter 1/, 'event');
    await enter('Value of filter 1', 'purchase');
    expect(words).toHaveTextContent(
      'Share of readers with at least one purchase within 7 days after exposure; more is better.',
    );
    await enter('Minimum detectable effect, %', '2');
    await userEvent.click(
      screen.getByRole('button', { name: 'Create metric' }),
    );
    expect(sent.find(({ route }) => route === 'POST /metrics')).toEqual({
      route: 'POST /metrics',
      body: {
        name: 'Purchase rate',
        description: '',
        owner: 'group:default/data',
        factTableId: 'shop-events',
        entity: 'reader',
        type: 'proportion',
        aggregation: 'count',
        filters: [{ column: 'event', operator: 'equals', value: 'purchase' }],
        window: { offsetHours: 0, lengthHours: 0, lengthDays: 7 },
        direction: 'increase',
        defaultMdeRelative: 0.02,
      },
    });
    expect(window.location.pathname).toBe('/metrics/purchase-rate');
  });

  it('lists what is missing with links to the fields', async () => {
    const { sent } = open(TABLES);
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Average' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Create metric' }),
    );
    const list = await screen.findByRole('alert');
    const link = within(list).getByRole('button', {
      name: 'The metric has no name. Say what it measures.',
    });
    expect(
      within(list).getByText(
        'No measure is chosen. Choose one or count facts.',
      ),
    ).toBeVisible();
    await userEvent.click(link);
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
    expect(sent.filter(({ route }) => route === 'POST /metrics')).toEqual([]);
  });

  it('shows every reason of a refusal and keeps what was typed', async () => {
    const message =
      "Column 'event' is of type VARCHAR. Compare it with a text.";
    open({
      ...TABLES,
      'POST /metrics': refusedWith(400, {
        code: 'ETUDE_METRICS_METRIC_INVALID',
        message: 'The metric cannot be computed.',
        problems: [
          { code: 'ETUDE_METRICS_FILTER_TYPE', message, path: 'factTableId' },
        ],
      }),
    });
    await enter('Name', 'Purchase rate');
    await userEvent.click(
      screen.getByRole('button', { name: 'Create metric' }),
    );
    expect(await screen.findAllByText(message)).toHaveLength(2);
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue(
      'Purchase rate',
    );
  });

  it('previews what is filled in, without being asked', async () => {
    const { sent } = open({
      ...TABLES,
      'POST /metrics:preview': answered(previewOf()),
    });
    const preview = await screen.findByRole('region', { name: 'Preview' });
    expect(await within(preview).findByText(/44,700 units/)).toBeVisible();
    expect(within(preview).getAllByText('90 %')).toHaveLength(1);
    expect(
      within(preview).getByRole('row', { name: '7 11,200 ± 5.3 %' }),
    ).toBeVisible();
    // Of yes and no the share says everything, so no spread is drawn.
    expect(
      within(preview)
        .getAllByRole('img')
        .map(each => each.getAttribute('aria-label')),
    ).toEqual(['By the day on which units were first seen']);
    expect(
      sent.find(({ route }) => route === 'POST /metrics:preview')?.body,
    ).toEqual({
      days: 28,
      population: { kind: 'with-facts' },
      owner: 'group:default/data',
      metric: {
        factTableId: 'shop-events',
        entity: 'reader',
        type: 'proportion',
        aggregation: 'count',
        filters: [],
        window: { offsetHours: 0, lengthHours: 0, lengthDays: 7 },
        direction: 'increase',
      },
    });
  });

  it('says why there is no preview, and asks again when told', async () => {
    open({
      ...TABLES,
      'POST /metrics:preview': [
        refusedWith(503, {
          code: 'ETUDE_METRICS_QUERY_TIMEOUT',
          message: 'The query was stopped after 120 s.',
        }),
        answered(previewOf()),
      ],
    });
    expect(
      await screen.findByText('The query was stopped after 120 s.'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Preview now' }));
    expect(await screen.findByText(/44,700 units/)).toBeVisible();
  });

  it('motivates a cap by what the largest units hold', async () => {
    open({ ...TABLES, 'POST /metrics:preview': answered(previewOf()) });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Average' }),
    );
    await choose(/Measure$/, 'value (EUR)');
    expect(
      await screen.findByText(
        /The largest 1 % of units hold 42 % of the sum\. A cap would keep them/,
      ),
    ).toBeVisible();
  });

  it('makes a funnel of steps in order', async () => {
    const { sent } = open({ ...TABLES, 'POST /metrics': answered(metricOf()) });
    await userEvent.click(await screen.findByRole('radio', { name: 'Funnel' }));
    expect(screen.queryByText('Outliers')).not.toBeInTheDocument();
    await enter('Name', 'Checkout');
    await enter('Name of step 1', 'Pay');
    await enter('Name of step 2', 'Look');
    await userEvent.click(
      screen.getByRole('button', { name: 'Move step 1 down' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Create metric' }),
    );
    expect(
      sent.find(({ route }) => route === 'POST /metrics')?.body,
    ).toMatchObject({
      type: 'funnel',
      steps: [
        { name: 'Look', filters: [] },
        { name: 'Pay', filters: [] },
      ],
    });
  });

  it('asks for a fact table first when there is none', async () => {
    open({ 'GET /fact-tables': answered({ factTables: [] }) });
    expect(
      await screen.findByRole('link', { name: 'Make a fact table' }),
    ).toHaveAttribute('href', '/metrics/fact-tables/new');
  });
});
