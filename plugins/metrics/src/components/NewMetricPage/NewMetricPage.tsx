import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PageFrame,
  StateMessage,
  useCommand,
  useNavigateTo,
  useSearchParam,
  useSessionDraft,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { useFactTables } from '../../hooks/use-fact-tables';
import { emptyMetricDraft } from '../../model/metric-draft';
import type { MetricDraft } from '../../model/metric-draft';
import type { MetricDefinition } from '../../model/wire-types';
import {
  metricRouteRef,
  metricsRouteRef,
  newFactTableRouteRef,
} from '../../routes';
import { MetricForm } from '../MetricForm';

const draftFor = (table: StoredFactTable | undefined): MetricDraft =>
  table
    ? {
        ...emptyMetricDraft,
        owner: table.owner,
        factTableId: table.id,
        entity: Object.keys(table.entityColumns)[0] ?? '',
        ...(table.timestampColumn === null
          ? { window: { ...emptyMetricDraft.window, kind: 'none' as const } }
          : {}),
      }
    : emptyMetricDraft;

type FormProps = {
  readonly factTables: readonly StoredFactTable[];
  readonly chosenId: string;
};

const NewMetricForm = ({ factTables, chosenId }: FormProps) => {
  const api = useApi(metricsApiRef);
  const navigateTo = useNavigateTo();
  const metricPath = useRouteRef(metricRouteRef);
  const metricsPath = useRouteRef(metricsRouteRef);
  const { draft, setDraft, forget } = useSessionDraft(
    `etude.new-metric.3.${chosenId}`,
    draftFor(factTables.find(({ id }) => id === chosenId)),
  );
  const create = useCommand(async (definition: MetricDefinition) => {
    const { id } = await api.createMetric(definition);
    forget();
    if (metricPath) navigateTo(metricPath({ id }));
  });
  return (
    <MetricForm
      draft={draft}
      onChange={setDraft}
      factTables={factTables}
      submitLabel="Create metric"
      isPending={create.isPending}
      refusal={create.error}
      onSubmit={definition => void create.run(definition)}
      actions={
        metricsPath && (
          <ButtonLink href={metricsPath()} variant="secondary">
            Cancel
          </ButtonLink>
        )
      }
    />
  );
};

const NoFactTable = () => {
  const newFactTable = useRouteRef(newFactTableRouteRef);
  return (
    <StateMessage
      title="A metric needs a fact table first"
      reason="A fact table says where measurements are: which table or query, when each row happened, and to whom. For example “Shop events”: every purchase of a reader, with its time and amount."
      action={
        newFactTable && (
          <ButtonLink href={newFactTable()}>Make a fact table</ButtonLink>
        )
      }
    />
  );
};

/** The form for a new metric. */
export const NewMetricPage = () => {
  const [chosenId] = useSearchParam('factTable', '');
  const factTables = useFactTables();
  return (
    <PageFrame title="New metric">
      <LoadedView {...factTables} what="the fact tables">
        {tables =>
          tables.length === 0 ? (
            <NoFactTable />
          ) : (
            <NewMetricForm
              key={chosenId}
              factTables={tables}
              chosenId={chosenId}
            />
          )
        }
      </LoadedView>
    </PageFrame>
  );
};
