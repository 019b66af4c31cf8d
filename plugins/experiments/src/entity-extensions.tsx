import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/** Experiments and flags of a component, on its overview. */
export const entityExperimentsCard = EntityCardBlueprint.make({
  name: 'experiments',
  params: {
    filter: { kind: 'component' },
    loader: async () => {
      const { EntityExperimentsCard } =
        await import('./components/EntityExperiments');
      return <EntityExperimentsCard />;
    },
  },
});

/** Every experiment of a component, as a tab of its page. */
export const entityExperimentsContent = EntityContentBlueprint.make({
  name: 'experiments',
  params: {
    path: '/experiments',
    title: 'Experiments',
    filter: { kind: 'component' },
    loader: async () => {
      const { EntityExperimentsContent } =
        await import('./components/EntityExperiments');
      return <EntityExperimentsContent />;
    },
  },
});
