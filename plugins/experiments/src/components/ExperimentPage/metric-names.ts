import type { ExperimentResults } from '@etude/plugin-experiments-common';

/** A metric as people call it. */
export type MetricNames = (metricId: string) => string;

/** Names as the latest results have them; the id where they have none. */
export const metricNamesOf = (
  snapshot: ExperimentResults['snapshot'],
): MetricNames => {
  const names = new Map(
    snapshot?.analysis.metrics.map(({ metricId, name }) => [metricId, name]),
  );
  return metricId => names.get(metricId) ?? metricId;
};
