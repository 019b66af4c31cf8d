import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { useCommand, useSessionDraft } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { draftOfMetric } from '../../model/metric-draft';
import type { MetricDefinition } from '../../model/wire-types';
import { MetricForm } from '../MetricForm';
import { ConflictNotice } from './ConflictNotice';

const ETAG_CONFLICT = 'ETUDE_METRICS_ETAG_CONFLICT';

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === ETAG_CONFLICT;

type Conflict = {
  readonly mine: MetricDefinition;
  readonly stored: StoredMetric;
};

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
  const [conflict, setConflict] = useState<Conflict>();
  const [baseEtag, setBaseEtag] = useState(metric.etag);
  const { draft, setDraft, forget } = useSessionDraft(
    `etude.edit-metric.3.${metric.id}.${metric.etag}`,
    draftOfMetric(metric),
  );
  const save = useCommand(
    async (definition: MetricDefinition, etag: string) => {
      try {
        await api.updateMetric(metric.id, { ...definition, etag });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const stored = await api.getMetric(metric.id);
        setConflict({ mine: definition, stored });
        return;
      }
      forget();
      onSaved();
    },
  );
  const takeStored = (stored: StoredMetric) => {
    setDraft(draftOfMetric(stored));
    setBaseEtag(stored.etag);
    setConflict(undefined);
  };
  return (
    <>
      {conflict && (
        <ConflictNotice
          {...conflict}
          isPending={save.isPending}
          onKeepMine={() => void save.run(conflict.mine, conflict.stored.etag)}
          onTakeStored={() => takeStored(conflict.stored)}
        />
      )}
      <MetricForm
        draft={draft}
        onChange={setDraft}
        factTables={factTables}
        submitLabel="Save changes"
        isPending={save.isPending}
        refusal={save.error}
        onSubmit={definition => void save.run(definition, baseEtag)}
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
