import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { newExperimentRouteRef } from '../../routes';

/** Starts an experiment that belongs to a component. */
export const NewForComponent = (props: { readonly componentRef: string }) => {
  const newExperiment = useRouteRef(newExperimentRouteRef);
  return newExperiment ? (
    <ButtonLink
      variant="secondary"
      href={`${newExperiment()}?component=${encodeURIComponent(props.componentRef)}`}
    >
      New experiment
    </ButtonLink>
  ) : null;
};
