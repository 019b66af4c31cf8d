import { EntityRefLink } from '@backstage/plugin-catalog-react';

const ENTITY_REF = /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/;

/** Who did something: a person of the catalog, or a program by its name. */
export const Author = ({ by }: { readonly by: string }) =>
  ENTITY_REF.test(by) ? (
    <EntityRefLink entityRef={by} defaultKind="user" />
  ) : (
    <>{by}</>
  );
