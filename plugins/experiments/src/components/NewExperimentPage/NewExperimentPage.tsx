import { useApi } from '@backstage/frontend-plugin-api';
import type { ExperimentDetail } from '@etude/plugin-experiments-common';
import { LoadedView, PageFrame, useLoaded, useSearchParam } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import { useDefaultTimeZone } from '../../hooks/use-default-time-zone';
import { useExperimentList } from '../../hooks/use-experiment-list';
import { DraftGate } from './DraftGate';
import { EMPTY_FORM, formOf } from './plan-form';
import { PlanEditor } from './PlanEditor';
import { usePlanChoices } from './use-plan-choices';

/**
 * The form for a new experiment. With `?draft=<id>` it changes that draft;
 * with `?component=<ref>` the new experiment belongs to that component.
 */
export const NewExperimentPage = () => {
  const experimentsApi = useApi(experimentsApiRef);
  const list = useExperimentList();
  const [draftId] = useSearchParam('draft', '');
  const [componentRef] = useSearchParam('component', '');
  const timeZone = useDefaultTimeZone();
  const choices = usePlanChoices();
  const draft = useLoaded<ExperimentDetail | undefined>(
    `draft:${draftId}`,
    async signal =>
      draftId === ''
        ? undefined
        : experimentsApi.getExperiment(draftId, { signal }),
  );
  return (
    <PageFrame
      title={draftId === '' ? 'New experiment' : 'Edit plan'}
      parent={list}
    >
      <LoadedView {...choices} what="flags and metrics">
        {available => (
          <LoadedView
            {...draft}
            what="this draft"
            elsewhere={{ label: 'All experiments', href: list.href }}
          >
            {detail => (
              <DraftGate experiment={detail?.experiment}>
                <PlanEditor
                  key={`${draftId} ${detail?.experiment.etag}`}
                  choices={available}
                  draft={detail?.experiment}
                  initial={
                    detail
                      ? formOf(detail.experiment)
                      : { ...EMPTY_FORM, componentRef, timeZone }
                  }
                  onOutdated={draft.reload}
                />
              </DraftGate>
            )}
          </LoadedView>
        )}
      </LoadedView>
    </PageFrame>
  );
};
