import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import { LoadedView, StateMessage } from '@etude/ui';
import { useFlags } from '../../hooks/use-flags';
import { newFlagRouteRef } from '../../routes';
import { FlagTable } from '../FlagList';

/** The flags of the component whose page this is. */
export const EntityFlags = () => {
  const { entity } = useEntity();
  const newFlagRoute = useRouteRef(newFlagRouteRef);
  const flags = useFlags(stringifyEntityRef(entity));
  return (
    <LoadedView {...flags} what="the flags of this component">
      {all =>
        all.length === 0 ? (
          <StateMessage
            title="This component has no flags"
            reason="Put a change behind a flag and name this component in it, to see here what the component does differently for whom."
            action={
              <ButtonLink
                variant="primary"
                href={newFlagRoute?.() ?? '/flags/new'}
              >
                New flag
              </ButtonLink>
            }
          />
        ) : (
          <FlagTable flags={all} scope="component" />
        )
      }
    </LoadedView>
  );
};
