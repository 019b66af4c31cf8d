import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiRulerLine } from '@remixicon/react';
import {
  eventDefinitionRouteRef,
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newEventDefinitionRouteRef,
  newFactTableRouteRef,
  newMetricRouteRef,
} from './routes';

/** The list, in the sidebar. */
export const metricsPage = PageBlueprint.make({
  params: {
    path: '/metrics',
    title: 'Metrics',
    icon: <RiRulerLine size={20} />,
    routeRef: metricsRouteRef,
    noHeader: true,
    loader: async () => {
      const { MetricsPage } = await import('./components/MetricsPage');
      return <MetricsPage />;
    },
  },
});

export const newMetricPage = PageBlueprint.make({
  name: 'new',
  params: {
    path: '/metrics/new',
    routeRef: newMetricRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewMetricPage } = await import('./components/NewMetricPage');
      return <NewMetricPage />;
    },
  },
});

export const metricPage = PageBlueprint.make({
  name: 'metric',
  params: {
    path: '/metrics/:id',
    routeRef: metricRouteRef,
    noHeader: true,
    loader: async () => {
      const { MetricPage } = await import('./components/MetricPage');
      return <MetricPage />;
    },
  },
});

export const newFactTablePage = PageBlueprint.make({
  name: 'new-fact-table',
  params: {
    path: '/metrics/fact-tables/new',
    routeRef: newFactTableRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewFactTablePage } =
        await import('./components/NewFactTablePage');
      return <NewFactTablePage />;
    },
  },
});

export const factTablePage = PageBlueprint.make({
  name: 'fact-table',
  params: {
    path: '/metrics/fact-tables/:id',
    routeRef: factTableRouteRef,
    noHeader: true,
    loader: async () => {
      const { FactTablePage } = await import('./components/FactTablePage');
      return <FactTablePage />;
    },
  },
});

export const newEventDefinitionPage = PageBlueprint.make({
  name: 'new-event-definition',
  params: {
    // Not below the events: one of them may be called "new".
    path: '/metrics/new/event',
    routeRef: newEventDefinitionRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewEventDefinitionPage } =
        await import('./components/NewEventDefinitionPage');
      return <NewEventDefinitionPage />;
    },
  },
});

export const eventDefinitionPage = PageBlueprint.make({
  name: 'event-definition',
  params: {
    path: '/metrics/events/:id',
    routeRef: eventDefinitionRouteRef,
    noHeader: true,
    loader: async () => {
      const { EventDefinitionPage } =
        await import('./components/EventDefinitionPage');
      return <EventDefinitionPage />;
    },
  },
});
