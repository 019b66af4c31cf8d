import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiFlagLine } from '@remixicon/react';
import {
  flagRouteRef,
  flagsRouteRef,
  newFlagRouteRef,
  newSegmentRouteRef,
  segmentRouteRef,
} from './routes';

/** The list, in the sidebar. */
export const flagsPage = PageBlueprint.make({
  params: {
    path: '/flags',
    title: 'Flags',
    icon: <RiFlagLine size={20} />,
    routeRef: flagsRouteRef,
    noHeader: true,
    loader: async () => {
      const { FlagsPage } = await import('./components/FlagsPage');
      return <FlagsPage />;
    },
  },
});

export const newFlagPage = PageBlueprint.make({
  name: 'new',
  params: {
    path: '/flags/new',
    routeRef: newFlagRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewFlagPage } = await import('./components/NewFlagPage');
      return <NewFlagPage />;
    },
  },
});

export const flagPage = PageBlueprint.make({
  name: 'flag',
  params: {
    path: '/flags/:id',
    routeRef: flagRouteRef,
    noHeader: true,
    loader: async () => {
      const { FlagPage } = await import('./components/FlagPage');
      return <FlagPage />;
    },
  },
});

export const newSegmentPage = PageBlueprint.make({
  name: 'new-segment',
  params: {
    path: '/flags/segments/new',
    routeRef: newSegmentRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewSegmentPage } =
        await import('./components/SegmentPage/NewSegmentPage');
      return <NewSegmentPage />;
    },
  },
});

export const segmentPage = PageBlueprint.make({
  name: 'segment',
  params: {
    path: '/flags/segments/:id',
    routeRef: segmentRouteRef,
    noHeader: true,
    loader: async () => {
      const { SegmentPage } =
        await import('./components/SegmentPage/SegmentPage');
      return <SegmentPage />;
    },
  },
});
