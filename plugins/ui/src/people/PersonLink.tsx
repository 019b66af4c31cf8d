import { EntityRefLink } from '@backstage/plugin-catalog-react';

const ENTITY_REF = /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/;
const SERVICE = 'service:';

/** Who did something: a person or team of the catalog, or a service by name. */
export const PersonLink = ({ actor }: { readonly actor: string }) => {
  if (ENTITY_REF.test(actor)) {
    return <EntityRefLink entityRef={actor} defaultKind="user" />;
  }
  return (
    <>
      {actor.startsWith(SERVICE)
        ? `${actor.slice(SERVICE.length)} (service)`
        : actor}
    </>
  );
};
