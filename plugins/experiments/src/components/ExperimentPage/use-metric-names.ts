import { useApi } from '@backstage/frontend-plugin-api';
import type { ExperimentResults } from '@etude/plugin-experiments-common';
import { useLoaded } from '@etude/ui';
import type { Loaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';

/** A metric as people call it. */
export type MetricNames = (metricId: string) => string;

type Named = { readonly id: string; readonly name: string };

/**
 * Names as the latest results have them, and of a plan without results as the
 * catalogue of metrics has them; the id where neither knows one.
 */
export const useMetricNames = (
  results: Loaded<ExperimentResults>,
): MetricNames => {
  const metricsApi = useApi(metricsApiRef);
  const snapshot = results.state === 'loaded' ? results.value.snapshot : null;
  const isAsked = results.state === 'loaded' && snapshot === null;
  const { loaded } = useLoaded<readonly Named[]>(
    `metric-names:${isAsked}`,
    async () => (isAsked ? metricsApi.listMetrics() : []),
  );
  const names = new Map<string, string>([
    ...(loaded.state === 'loaded' ? loaded.value : []).map(
      ({ id, name }) => [id, name] as const,
    ),
    ...(snapshot?.analysis.metrics ?? []).map(
      ({ metricId, name }) => [metricId, name] as const,
    ),
  ]);
  return metricId => names.get(metricId) ?? metricId;
};
