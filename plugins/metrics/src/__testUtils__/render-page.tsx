import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { ReactElement } from 'react';
import { experimentsApiRef } from '../api/experiments-api';
import { metricsApiRef } from '../api/metrics-api';
import {
  eventDefinitionRouteRef,
  experimentRouteRef,
  experimentsRouteRef,
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newEventDefinitionRouteRef,
  newFactTableRouteRef,
  newMetricRouteRef,
} from '../routes';

const GROUPS = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'data', namespace: 'default', title: 'Data' },
    spec: { type: 'team', children: [] },
  },
];

const NO_EXPERIMENTS: Partial<ExperimentsClient> = {
  listExperiments: async () => ({ items: [], totalItems: 0 }),
};

export type PageOptions = {
  readonly client: MetricsClient;
  /** Pattern and address of the page, with the search as in the address bar. */
  readonly mountPath: string;
  readonly path: string;
  readonly search?: string;
  /** What the experiments plugin answers; no experiments when left out. */
  readonly experiments?: Partial<ExperimentsClient>;
};

/** Renders a page of this plugin with its routes and a catalog of one team. */
export const renderPage = (page: ReactElement, options: PageOptions) => {
  const { client, mountPath, path, search = '' } = options;
  window.history.replaceState(null, '', `${path}${search}`);
  return renderInTestApp(page, {
    mountPath,
    initialRouteEntries: [`${path}${search}`],
    mountedRoutes: {
      '/metrics': metricsRouteRef,
      '/metrics/new': newMetricRouteRef,
      '/metrics/:id': metricRouteRef,
      '/metrics/new/event': newEventDefinitionRouteRef,
      '/metrics/events/:id': eventDefinitionRouteRef,
      '/metrics/fact-tables/new': newFactTableRouteRef,
      '/metrics/fact-tables/:id': factTableRouteRef,
      '/experiments': experimentsRouteRef,
      '/experiments/:id': experimentRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      [metricsApiRef, client],
      [experimentsApiRef, { ...NO_EXPERIMENTS, ...options.experiments }],
      [catalogApiRef, { getEntities: async () => ({ items: GROUPS }) }],
    ],
  });
};
