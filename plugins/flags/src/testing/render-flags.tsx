import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { FlagsClient } from '@etude/plugin-flags-common';
import type { ReactElement } from 'react';
import { flagsApiRef } from '../api/flags-api';
import {
  flagRouteRef,
  flagsRouteRef,
  newFlagRouteRef,
  newSegmentRouteRef,
  segmentRouteRef,
} from '../routes';

const CATALOG = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'checkout', namespace: 'default' },
    spec: { type: 'team', children: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'shop', namespace: 'default' },
    spec: { type: 'website', lifecycle: 'production', owner: 'checkout' },
  },
];

type Part =
  | 'changes'
  | 'clients'
  | 'materializations'
  | 'rolloutPlans'
  | 'rules'
  | 'segments'
  | 'usage';

/** The methods of the API that a test answers itself, by part. */
export type FakeFlags = Partial<Omit<FlagsClient, Part>> & {
  [P in Part]?: Partial<Pick<FlagsClient[P], keyof FlagsClient[P]>>;
};

// What a test does not answer fails as a lost connection does.
const fakeClient = (fake: FakeFlags): FlagsClient => {
  const {
    changes,
    clients,
    materializations,
    rolloutPlans,
    rules,
    segments,
    usage,
    ...methods
  } = fake;
  const client = new FlagsClient({
    discoveryApi: { getBaseUrl: async () => 'http://localhost/api/flags' },
    fetchApi: {
      fetch: async () => {
        throw new TypeError('The test does not answer this request.');
      },
    },
  });
  Object.assign(client.changes, changes);
  Object.assign(client.clients, clients);
  Object.assign(client.rules, rules);
  Object.assign(client.materializations, materializations);
  Object.assign(client.rolloutPlans, rolloutPlans);
  Object.assign(client.segments, segments);
  Object.assign(client.usage, usage);
  return Object.assign(client, methods);
};

/** Renders part of the plugin in an app, at an address, on a fake API. */
export const renderFlags = (
  element: ReactElement,
  api: FakeFlags,
  address = '/flags',
): ReturnType<typeof renderInTestApp> => {
  // Filters and tabs live in the address of the window.
  window.history.replaceState(null, '', address);
  return renderInTestApp(element, {
    apis: [
      [flagsApiRef, fakeClient(api)],
      [catalogApiRef, catalogApiMock({ entities: CATALOG })],
      [permissionApiRef, mockApis.permission()],
    ],
    config: {
      app: { baseUrl: 'http://localhost' },
      etude: { edge: { url: 'http://edge.test:7070' } },
    },
    mountedRoutes: {
      '/flags': flagsRouteRef,
      '/flags/new': newFlagRouteRef,
      '/flags/segments/new': newSegmentRouteRef,
      '/flags/segments/:id': segmentRouteRef,
      '/flags/:id': flagRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [address],
  });
};
