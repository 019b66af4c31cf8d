import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type {
  MetricBaseline,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import {
  LoadedView,
  StateMessage,
  formatCount,
  formatNumber,
  formatPercent,
  useLoaded,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { PropertyList } from '../PropertyList';

const DAYS = 28;

type KnownBaseline = Extract<MetricBaseline, { status: 'known' }>;

const POPULATIONS: Readonly<Record<KnownBaseline['population'], string>> = {
  assignment: 'units of the assignment',
  'all-assigned': 'units that resolved any flag in this time',
  'with-facts': 'units with a fact in this time',
};

const Known = (props: {
  readonly metric: StoredMetric;
  readonly baseline: KnownBaseline;
}) => {
  const { metric, baseline } = props;
  const isShare = metric.type === 'proportion';
  return (
    <PropertyList
      properties={[
        {
          label: isShare ? 'Share' : 'Mean',
          value: isShare
            ? formatPercent(baseline.mean)
            : formatNumber(baseline.mean),
        },
        {
          label: 'Spread',
          value: `${formatNumber(Math.sqrt(baseline.variance))} (standard deviation of one unit)`,
        },
        {
          label: 'Units',
          value: `${formatCount(baseline.units)} ${POPULATIONS[baseline.population]}`,
        },
        {
          label: 'Units per day',
          value:
            baseline.unitsPerDay === null
              ? 'not known: the rows have no time'
              : formatNumber(baseline.unitsPerDay),
        },
      ]}
    />
  );
};

const BaselineView = (props: {
  readonly metric: StoredMetric;
  readonly baseline: MetricBaseline | undefined;
}) => {
  const { metric, baseline } = props;
  if (baseline?.status === 'known') {
    return <Known metric={metric} baseline={baseline} />;
  }
  return (
    <StateMessage
      title="No history yet"
      reason={
        baseline?.problem.message ??
        'The portal gave no baseline for this metric.'
      }
      {...(baseline ? { details: baseline.problem.code } : {})}
    />
  );
};

/** What the metric was over the last four weeks. */
export const BaselinePanel = ({
  metric,
}: {
  readonly metric: StoredMetric;
}) => {
  const api = useApi(metricsApiRef);
  const baseline = useLoaded(
    `baseline:${metric.id}:${metric.etag}`,
    async signal => {
      const [first] = await api.baseline(
        { metricIds: [metric.id], days: DAYS },
        { signal },
      );
      return first;
    },
  );
  return (
    <Flex role="region" aria-label="Recent value" direction="column" gap="3">
      <Text as="h2" variant="title-small" weight="bold">
        Last {DAYS} days
      </Text>
      <LoadedView {...baseline} what="the recent value">
        {value => <BaselineView metric={metric} baseline={value} />}
      </LoadedView>
    </Flex>
  );
};
