import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { useSessionDraft } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { useGuardedSave } from '../../hooks/use-guarded-save';
import { factDifferences } from '../../model/fact-differences';
import { draftOfFactTable } from '../../model/fact-table-draft';
import type { FactTableDraft } from '../../model/fact-table-draft';
import { allFactTableFacts } from '../../model/fact-table-facts';
import type { FactTableDefinition } from '../../model/wire-types';
import { ConflictNotice } from '../ConflictNotice';
import { FactTableForm } from '../FactTableForm';
import styles from './FactTablePage.module.css';

const namesOf = (metrics: readonly StoredMetric[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(
    metrics.map(({ name }) => name),
  );

/** Whom a change reaches, before it is made. */
const ReachNotice = (props: { readonly metrics: readonly StoredMetric[] }) => {
  const active = props.metrics.filter(({ state }) => state === 'active');
  return active.length === 0 ? null : (
    <Alert
      status="info"
      icon
      title={
        active.length === 1
          ? 'One metric reads this table'
          : `${active.length} metrics read this table`
      }
      description={`${namesOf(active)}. Their next results are computed from what is saved here; a change that one of them cannot follow is refused.`}
    />
  );
};

export type EditFactTableProps = {
  readonly table: StoredFactTable;
  /** Metrics that read it. */
  readonly metrics: readonly StoredMetric[];
  /** Called when it was given up. */
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

/** The form of a stored fact table; a change by someone else is shown. */
export const EditFactTable = (props: EditFactTableProps) => {
  const { table, metrics, onClose, onSaved } = props;
  const api = useApi(metricsApiRef);
  const { draft, setDraft, forget } = useSessionDraft<FactTableDraft>(
    `etude.edit-fact-table.1.${table.id}.${table.etag}`,
    draftOfFactTable(table),
  );
  // Another version brings its own source, whose columns are looked at anew.
  const [shownEtag, setShownEtag] = useState(table.etag);
  const { conflict, ...edit } = useGuardedSave({
    openedEtag: table.etag,
    save: (definition: FactTableDefinition, etag) =>
      api.updateFactTable(table.id, { ...definition, etag }),
    load: () => api.getFactTable(table.id),
    onSaved: () => {
      forget();
      onSaved();
    },
    onTaken: stored => {
      setDraft(draftOfFactTable(stored));
      setShownEtag(stored.etag);
    },
  });
  return (
    <Flex direction="column" gap="6" className={styles.edit ?? ''}>
      {conflict && (
        <ConflictNotice
          what="fact table"
          stored={conflict.stored}
          differences={factDifferences(
            allFactTableFacts(conflict.stored),
            allFactTableFacts(conflict.mine),
          )}
          isPending={edit.isPending}
          onKeepMine={edit.keepMine}
          onTakeStored={edit.takeStored}
        />
      )}
      <ReachNotice metrics={metrics} />
      <FactTableForm
        key={shownEtag}
        draft={draft}
        onChange={setDraft}
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
    </Flex>
  );
};
