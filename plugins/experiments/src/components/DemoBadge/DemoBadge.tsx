import { Badge } from '@backstage/ui';

/** Marks what belongs to the demo organisation and can be removed with it. */
export const DemoBadge = () => <Badge size="small">Demo</Badge>;
