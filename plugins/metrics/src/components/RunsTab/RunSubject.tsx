import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { Run } from '@etude/plugin-metrics-common';
import { experimentRouteRef } from '../../routes';

const OTHER_KINDS: Readonly<Record<Run['kind'], string>> = {
  computation: 'Computation',
  baseline: 'Recent value',
  preview: 'Preview',
  trial: 'Event fields',
};

/** What a run was for, in words. */
export const subjectText = ({
  kind,
  experimentId,
}: Pick<Run, 'kind' | 'experimentId'>): string =>
  experimentId ?? OTHER_KINDS[kind];

/** What a run was for: an experiment, with a link, or a look at metrics. */
export const RunSubject = ({ run }: { readonly run: Run }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  if (run.experimentId === null || !experimentPath) {
    return <>{subjectText(run)}</>;
  }
  return (
    <Link href={experimentPath({ id: run.experimentId })}>
      {run.experimentId}
    </Link>
  );
};
