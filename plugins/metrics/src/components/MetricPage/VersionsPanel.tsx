import { useApi } from '@backstage/frontend-plugin-api';
import type { MetricVersion, StoredMetric } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { metricFacts } from '../../model/metric-facts';
import { DefinitionHistory } from '../VersionHistory';

/** Every property, and whether experiments can choose it. */
const factsOf = (definition: MetricVersion['definition']) => [
  {
    label: 'State',
    value: definition.state === 'active' ? 'Active' : 'Archived',
  },
  ...metricFacts(definition),
];

/** The definitions that a metric had, each with what it changed. */
export const VersionsPanel = ({
  metric,
}: {
  readonly metric: StoredMetric;
}) => {
  const api = useApi(metricsApiRef);
  const versions = useLoaded(`versions:${metric.id}:${metric.etag}`, () =>
    api.pages.versions(metric.id),
  );
  return (
    <DefinitionHistory versions={versions} record={metric} factsOf={factsOf} />
  );
};
