import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, SearchField, Select } from '@backstage/ui';
import {
  LoadedView,
  StateMessage,
  useEntityOptions,
  useLoaded,
  useSearchParam,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { newMetricRouteRef } from '../../routes';
import { MetricsTable } from './MetricsTable';
import type { MetricRow } from './MetricsTable';

const ALL = 'all';
const STATES = [
  { id: 'active', label: 'Active' },
  { id: 'archived', label: 'Archived' },
  { id: ALL, label: 'All states' },
];

const useMetricRows = () => {
  const api = useApi(metricsApiRef);
  return useLoaded('metrics', async (): Promise<MetricRow[]> => {
    const [metrics, tables] = await Promise.all([
      api.listMetrics(),
      api.listFactTables(),
    ]);
    const names = new Map(tables.map(({ id, name }) => [id, name]));
    return metrics.map(metric => ({
      ...metric,
      factTableName: names.get(metric.factTableId) ?? metric.factTableId,
    }));
  });
};

const FirstMetric = () => {
  const newMetric = useRouteRef(newMetricRouteRef);
  return (
    <StateMessage
      title="No metrics yet"
      reason="A metric turns facts into one number per unit, with a direction that is better. For example “Purchase rate”: the share of readers with at least one purchase within 7 days after exposure; more is better."
      action={
        newMetric && (
          <ButtonLink href={newMetric()}>Make the first metric</ButtonLink>
        )
      }
    />
  );
};

const matches = (metric: MetricRow, text: string): boolean =>
  [metric.name, metric.id, metric.description].some(part =>
    part.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()),
  );

const OwnerFilter = (props: {
  readonly owner: string;
  readonly owners: readonly string[];
  readonly onChange: (owner: string) => void;
}) => {
  const { options } = useEntityOptions('Group');
  const labels = new Map(options.map(({ id, label }) => [id, label]));
  const known = [
    ...new Set([...props.owners, ...(props.owner ? [props.owner] : [])]),
  ].sort();
  return (
    <Select
      aria-label="Owner"
      options={[
        { id: ALL, label: 'All owners' },
        ...known.map(id => ({ id, label: labels.get(id) ?? id })),
      ]}
      value={props.owner || ALL}
      onChange={key => props.onChange(key === ALL ? '' : String(key ?? ''))}
    />
  );
};

const FilteredMetrics = ({ metrics }: { readonly metrics: MetricRow[] }) => {
  const [text, setText] = useSearchParam('q', '');
  const [owner, setOwner] = useSearchParam('owner', '');
  const [state, setState] = useSearchParam('state', 'active');
  const shown = metrics.filter(
    metric =>
      matches(metric, text) &&
      (owner === '' || metric.owner === owner) &&
      (state === ALL || metric.state === state),
  );
  const clear = () => {
    setText('');
    setOwner('');
    setState(ALL);
  };
  return (
    <Flex direction="column" gap="4">
      <Flex gap="3" align="end">
        <SearchField
          aria-label="Search metrics"
          placeholder="Name or description"
          value={text}
          onChange={setText}
        />
        <OwnerFilter
          owner={owner}
          owners={metrics.map(metric => metric.owner)}
          onChange={setOwner}
        />
        <Select
          aria-label="State"
          options={STATES}
          value={state}
          onChange={key => setState(String(key ?? 'active'))}
        />
      </Flex>
      {shown.length > 0 ? (
        <MetricsTable metrics={shown} />
      ) : (
        <StateMessage
          title="No metric matches these filters"
          reason={`${metrics.length === 1 ? 'One metric exists' : `${metrics.length} metrics exist`} with other names, owners or states.`}
          action={
            <Button variant="secondary" onPress={clear}>
              Clear filters
            </Button>
          }
        />
      )}
    </Flex>
  );
};

/** The catalogue of metrics. */
export const MetricsTab = () => {
  const rows = useMetricRows();
  return (
    <LoadedView {...rows} what="the metrics">
      {metrics =>
        metrics.length === 0 ? (
          <FirstMetric />
        ) : (
          <FilteredMetrics metrics={metrics} />
        )
      }
    </LoadedView>
  );
};
