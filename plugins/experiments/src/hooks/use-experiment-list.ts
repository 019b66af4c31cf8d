import { useRouteRef } from '@backstage/frontend-plugin-api';
import { experimentsRouteRef } from '../routes';

/** The list that every experiment is one of, as the header of a page names it. */
export const useExperimentList = () => {
  const experimentsPath = useRouteRef(experimentsRouteRef);
  return { label: 'Experiments', href: experimentsPath?.() ?? '/experiments' };
};
