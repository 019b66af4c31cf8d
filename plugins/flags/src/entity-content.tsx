import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** The tab "Flags" of a component. */
export const entityFlags = EntityContentBlueprint.make({
  params: {
    path: '/flags',
    title: 'Flags',
    filter: { kind: 'component' },
    loader: async () => {
      const { EntityFlags } = await import('./components/EntityFlags');
      return <EntityFlags />;
    },
  },
});
