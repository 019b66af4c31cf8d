import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { useSessionDraft } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { useGuardedSave } from '../../hooks/use-guarded-save';
import { factDifferences } from '../../model/fact-differences';
import { draftOfMetric } from '../../model/metric-draft';
import { metricFacts } from '../../model/metric-facts';
import type { MetricDefinition } from '../../model/wire-types';
import { ConflictNotice } from '../ConflictNotice';
import { MetricForm } from '../MetricForm';

export type EditMetricProps = {
  readonly metric: StoredMetric;
  readonly factTables: readonly StoredFactTable[];
  /** Called when it was saved or given up. */
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

/** The form of a stored metric; a change by someone else meanwhile is shown. */
export const EditMetric = (props: EditMetricProps) => {
  const { metric, factTables, onClose, onSaved } = props;
  const api = useApi(metricsApiRef);
  const { draft, setDraft, forget } = useSessionDraft(
    `etude.edit-metric.3.${metric.id}.${metric.etag}`,
    draftOfMetric(metric),
  );
  const { conflict, ...edit } = useGuardedSave({
    openedEtag: metric.etag,
    save: (definition: MetricDefinition, etag) =>
      api.updateMetric(metric.id, { ...definition, etag }),
    load: () => api.getMetric(metric.id),
    onSaved: () => {
      forget();
      onSaved();
    },
    onTaken: stored => setDraft(draftOfMetric(stored)),
  });
  return (
    <>
      {conflict && (
        <ConflictNotice
          what="metric"
          stored={conflict.stored}
          differences={factDifferences(
            metricFacts(conflict.stored),
            metricFacts(conflict.mine),
          )}
          isPending={edit.isPending}
          onKeepMine={edit.keepMine}
          onTakeStored={edit.takeStored}
        />
      )}
      <MetricForm
        draft={draft}
        onChange={setDraft}
        factTables={factTables}
        submitLabel="Save changes"
        isPending={edit.isPending}
        refusal={edit.error}
        onSubmit={edit.save}
        actions={
          <Button
            variant="secondary"
            onPress={() => {
              forget();
              onClose();
            }}
          >
            Cancel
          </Button>
        }
      />
    </>
  );
};
