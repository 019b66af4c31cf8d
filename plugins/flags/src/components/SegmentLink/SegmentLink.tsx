import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { segmentRouteRef } from '../../routes';

/** The id of a segment, leading to its page. */
export const SegmentLink = ({ id }: { readonly id: string }) => {
  const segmentRoute = useRouteRef(segmentRouteRef);
  return (
    <Link href={segmentRoute?.({ id }) ?? `/flags/segments/${id}`}>{id}</Link>
  );
};
