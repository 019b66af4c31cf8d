import type {
  CreateFactTableRequest,
  CreateMetricRequest,
} from '@etude/plugin-metrics-common';

const DATA = 'group:default/data';
const WEEK = { offsetHours: 0, lengthHours: 168 };

/** What happens in the shop, as a fact table over the lake's events. */
export const shopEvents: CreateFactTableRequest = {
  id: 'shop-events',
  name: 'Shop events',
  description: 'Everything readers do in the shop, as it reaches the edge.',
  owner: DATA,
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { reader: 'unit' },
  measures: [{ name: 'value', column: 'value', unit: 'EUR' }],
  dimensions: ['event', 'client'],
};

const metric = (
  definition: Pick<CreateMetricRequest, 'name' | 'description' | 'type'> & {
    readonly id: string;
    readonly event: string;
  } & Partial<CreateMetricRequest>,
): CreateMetricRequest => {
  const { event, ...rest } = definition;
  return {
    owner: DATA,
    factTableId: shopEvents.id ?? 'shop-events',
    entity: 'reader',
    aggregation: 'count',
    filters: [{ column: 'event', operator: 'equals', value: event }],
    window: WEEK,
    direction: 'increase',
    ...rest,
  };
};

/** The metrics the demo organisation decides with. */
export const metrics: readonly CreateMetricRequest[] = [
  metric({
    id: 'purchase-rate',
    name: 'Purchase rate',
    description: 'Share of readers who buy within a week.',
    event: 'purchase',
    type: 'proportion',
    defaultMdeRelative: 0.2,
  }),
  metric({
    id: 'basket-rate',
    name: 'Basket rate',
    description: 'Share of readers who put a book in the basket in a week.',
    event: 'add-to-basket',
    type: 'proportion',
    defaultMdeRelative: 0.1,
    defaultNimRelative: 0.1,
  }),
  metric({
    id: 'book-views',
    name: 'Book pages seen',
    description: 'Book pages a reader sees within a week.',
    event: 'book-view',
    type: 'count',
    defaultMdeRelative: 0.1,
    defaultNimRelative: 0.1,
  }),
  metric({
    id: 'revenue-per-reader',
    name: 'Revenue per reader',
    description: 'What a reader spends within a week, in euros.',
    event: 'purchase',
    type: 'average',
    aggregation: 'sum',
    measure: 'value',
    defaultMdeRelative: 0.25,
  }),
  metric({
    id: 'page-error-rate',
    name: 'Page error rate',
    description: 'Share of readers who meet a broken page within a week.',
    event: 'page-error',
    type: 'proportion',
    direction: 'decrease',
  }),
  metric({
    id: 'gift-card-rate',
    name: 'Gift card rate',
    description: 'Share of readers who buy a gift card within a week.',
    event: 'gift-card',
    type: 'proportion',
    defaultMdeRelative: 0.2,
  }),
  metric({
    id: 'purchases-live',
    name: 'Purchases so far',
    description: 'Share of readers who have bought, without waiting a week.',
    event: 'purchase',
    type: 'proportion',
    window: null,
    defaultMdeRelative: 0.15,
  }),
  metric({
    id: 'baskets-live',
    name: 'Baskets so far',
    description:
      'Share of readers who filled a basket, without waiting a week.',
    event: 'add-to-basket',
    type: 'proportion',
    window: null,
    defaultNimRelative: 0.1,
  }),
];
