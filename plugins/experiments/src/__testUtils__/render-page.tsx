import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { FlagsClient } from '@etude/plugin-flags-common';
import { MetricsClient } from '@etude/plugin-metrics-common';
import type { JSX } from 'react';
import { experimentsApiRef } from '../api/experiments-api';
import { flagsApiRef } from '../api/flags-api';
import { metricsApiRef } from '../api/metrics-api';
import {
  experimentRouteRef,
  experimentsRouteRef,
  newExperimentRouteRef,
} from '../routes';

type FakeFlags = Partial<Omit<FlagsClient, 'clients'>> & {
  readonly clients?: Partial<
    Pick<FlagsClient['clients'], keyof FlagsClient['clients']>
  >;
};

/** Answers of the metrics API; only the methods of `runs` that a test needs. */
export type FakeMetrics = Partial<Omit<MetricsClient, 'runs'>> & {
  readonly runs?: Partial<
    Pick<MetricsClient['runs'], keyof MetricsClient['runs']>
  >;
};

export type PageOptions = {
  readonly experiments: Partial<ExperimentsClient>;
  readonly flags?: FakeFlags;
  readonly metrics?: FakeMetrics;
  /** The address, such as `/experiments?state=live`. */
  readonly at: string;
  readonly mountPath?: string;
  /** Nothing may be changed by who looks at it. */
  readonly isReadOnly?: boolean;
  /** The time zone of the organisation. */
  readonly timeZone?: string;
};

// What a test does not answer fails as a lost connection does.
const LOST = {
  discoveryApi: { getBaseUrl: async () => 'http://localhost/api' },
  fetchApi: {
    fetch: async () => {
      throw new TypeError('The test does not answer this request.');
    },
  },
};

const fakeFlags = ({ clients, ...methods }: FakeFlags): FlagsClient => {
  const client = new FlagsClient(LOST);
  Object.assign(client.clients, clients);
  return Object.assign(client, methods);
};

const fakeMetrics = ({ runs, ...methods }: FakeMetrics): MetricsClient => {
  const client = new MetricsClient(LOST);
  Object.assign(client.runs, runs);
  return Object.assign(client, methods);
};

const catalog = () =>
  catalogApiMock({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'growth', namespace: 'default', title: 'Growth' },
        spec: {},
      },
    ],
  });

type Answer = NonNullable<
  Parameters<typeof mockApis.permission>[0]
>['authorize'];

// The package with the names of the answers is one of the backend's.
const DENY = 'DENY' as Answer & string;

const permissions = ({ isReadOnly = false }: PageOptions) =>
  mockApis.permission(isReadOnly ? { authorize: DENY } : {});

/** Renders a page at an address with fakes of the clients it uses. */
export const renderPage = (page: JSX.Element, options: PageOptions) => {
  window.sessionStorage.clear();
  window.history.replaceState(null, '', options.at);
  return renderInTestApp(page, {
    initialRouteEntries: [options.at],
    ...(options.mountPath ? { mountPath: options.mountPath } : {}),
    ...(options.timeZone
      ? { config: { etude: { experiments: { timeZone: options.timeZone } } } }
      : {}),
    mountedRoutes: {
      '/experiments': experimentsRouteRef,
      '/experiments/new': newExperimentRouteRef,
      '/experiments/:id': experimentRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      [experimentsApiRef, options.experiments],
      [flagsApiRef, fakeFlags(options.flags ?? {})],
      [metricsApiRef, fakeMetrics(options.metrics ?? {})],
      [catalogApiRef, catalog()],
      [permissionApiRef, permissions(options)],
    ],
  });
};
