import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { ExperimentPlan } from '../../experiment-types';
import { flagRouteRef } from '../../routes';

/** Where units get their variant: a link to the flag, or the table's name. */
export const AssignmentLink = (props: {
  readonly assignment: ExperimentPlan['assignment'];
}) => {
  const flagPath = useRouteRef(flagRouteRef);
  const { assignment } = props;
  if (assignment.kind === 'table') return <>{assignment.factTableId}</>;
  if (assignment.flagId === '') return <>not chosen yet</>;
  return flagPath ? (
    <Link href={flagPath({ id: assignment.flagId })}>{assignment.flagId}</Link>
  ) : (
    <>{assignment.flagId}</>
  );
};
