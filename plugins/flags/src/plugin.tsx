import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { createSearchExtensions } from '@etude/ui';
import { RiFlagLine } from '@remixicon/react';
import { flagsApi } from './api/flags-api';
import { entityFlags } from './entity-content';
import {
  flagPage,
  flagsPage,
  newFlagPage,
  newSegmentPage,
  segmentPage,
} from './pages';
import {
  flagRouteRef,
  flagsRouteRef,
  newFlagRouteRef,
  newSegmentRouteRef,
  segmentRouteRef,
} from './routes';

/** Flags in the portal. */
export const flagsPlugin = createFrontendPlugin({
  pluginId: 'flags',
  routes: {
    root: flagsRouteRef,
    flag: flagRouteRef,
    new: newFlagRouteRef,
    segment: segmentRouteRef,
    newSegment: newSegmentRouteRef,
  },
  extensions: [
    flagsApi,
    flagsPage,
    newFlagPage,
    newSegmentPage,
    segmentPage,
    flagPage,
    entityFlags,
    ...createSearchExtensions({
      value: 'flag',
      name: 'Flags',
      icon: <RiFlagLine />,
    }),
  ],
});
