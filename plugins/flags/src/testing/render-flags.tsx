import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { ReactElement } from 'react';
import { flagsApiRef } from '../api/flags-api';
import { flagRouteRef, flagsRouteRef, newFlagRouteRef } from '../routes';

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

/** Renders part of the plugin in an app, at an address, on a fake API. */
export const renderFlags = (
  element: ReactElement,
  api: Partial<FlagsClient>,
  address = '/flags',
): ReturnType<typeof renderInTestApp> => {
  // Filters and tabs live in the address of the window.
  window.history.replaceState(null, '', address);
  return renderInTestApp(element, {
    apis: [
      [flagsApiRef, api],
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
      '/flags/:id': flagRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [address],
  });
};
