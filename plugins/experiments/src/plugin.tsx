import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { createSearchExtensions } from '@etude/ui';
import { RiTestTubeLine } from '@remixicon/react';
import { experimentsApi } from './api/experiments-api';
import { flagsApi } from './api/flags-api';
import { metricsApi } from './api/metrics-api';
import {
  entityExperimentsCard,
  entityExperimentsContent,
} from './entity-extensions';
import {
  experimentPage,
  experimentsPage,
  learningPage,
  newExperimentPage,
} from './pages';
import {
  experimentRouteRef,
  experimentsRouteRef,
  flagRouteRef,
  learningRouteRef,
  metricRouteRef,
  newExperimentRouteRef,
} from './routes';

/** Experiments and what was learned from them, in the portal. */
export const experimentsPlugin = createFrontendPlugin({
  pluginId: 'experiments',
  routes: {
    root: experimentsRouteRef,
    experiment: experimentRouteRef,
    new: newExperimentRouteRef,
    learning: learningRouteRef,
  },
  externalRoutes: { flag: flagRouteRef, metric: metricRouteRef },
  extensions: [
    experimentsApi,
    flagsApi,
    metricsApi,
    experimentsPage,
    newExperimentPage,
    experimentPage,
    learningPage,
    entityExperimentsCard,
    entityExperimentsContent,
    ...createSearchExtensions({
      value: 'experiment',
      name: 'Experiments',
      icon: <RiTestTubeLine />,
    }),
  ],
});
