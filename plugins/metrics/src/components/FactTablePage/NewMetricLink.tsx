import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { newMetricRouteRef } from '../../routes';

/** Leads to the form of a metric on a fact table, for those who have it. */
export const NewMetricLink = ({ id }: { readonly id: string }) => {
  const newMetric = useRouteRef(newMetricRouteRef);
  return newMetric ? (
    <ButtonLink
      href={`${newMetric()}?${new URLSearchParams({ factTable: id })}`}
    >
      New metric from it
    </ButtonLink>
  ) : null;
};
