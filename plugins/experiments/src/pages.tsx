import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiLightbulbLine, RiTestTubeLine } from '@remixicon/react';
import {
  experimentRouteRef,
  experimentsRouteRef,
  learningRouteRef,
  newExperimentRouteRef,
} from './routes';

/** The list, in the sidebar. */
export const experimentsPage = PageBlueprint.make({
  params: {
    path: '/experiments',
    title: 'Experiments',
    icon: <RiTestTubeLine size={20} />,
    routeRef: experimentsRouteRef,
    noHeader: true,
    loader: async () => {
      const { ExperimentsPage } = await import('./components/ExperimentsPage');
      return <ExperimentsPage />;
    },
  },
});

/** The form for a new experiment, or for the plan of a draft. */
export const newExperimentPage = PageBlueprint.make({
  name: 'new',
  params: {
    path: '/experiments/new',
    routeRef: newExperimentRouteRef,
    noHeader: true,
    loader: async () => {
      const { NewExperimentPage } =
        await import('./components/NewExperimentPage');
      return <NewExperimentPage />;
    },
  },
});

/** One experiment. */
export const experimentPage = PageBlueprint.make({
  name: 'experiment',
  params: {
    path: '/experiments/:id',
    routeRef: experimentRouteRef,
    noHeader: true,
    loader: async () => {
      const { ExperimentPage } = await import('./components/ExperimentPage');
      return <ExperimentPage />;
    },
  },
});

/** How well the organisation learns, in the sidebar. */
export const learningPage = PageBlueprint.make({
  name: 'learning',
  params: {
    path: '/learning',
    title: 'Learning',
    icon: <RiLightbulbLine size={20} />,
    routeRef: learningRouteRef,
    noHeader: true,
    loader: async () => {
      const { LearningPage } = await import('./components/LearningPage');
      return <LearningPage />;
    },
  },
});
