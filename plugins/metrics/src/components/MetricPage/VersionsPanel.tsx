import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { MetricVersion, StoredMetric } from '@etude/plugin-metrics-common';
import { LoadedView, PersonLink, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { factDifferences } from '../../model/fact-differences';
import { metricFacts } from '../../model/metric-facts';
import { DifferencesTable } from '../DifferencesTable';
import styles from './MetricPage.module.css';

type VersionProps = {
  readonly version: MetricVersion;
  /** What it replaced; undefined for the first. */
  readonly before: MetricVersion | undefined;
};

const stateChange = ({ version, before }: VersionProps): string | undefined => {
  if (!before || version.definition.state === before.definition.state) {
    return undefined;
  }
  return version.definition.state === 'archived'
    ? 'Archived.'
    : 'Active again.';
};

const Changes = (props: VersionProps) => {
  const { version, before } = props;
  if (!before) return <Text as="p">The first definition.</Text>;
  const differences = factDifferences(
    metricFacts(before.definition),
    metricFacts(version.definition),
  );
  const change = stateChange(props);
  if (differences.length === 0) {
    return <Text as="p">{change ?? 'Saved without a change.'}</Text>;
  }
  return (
    <DifferencesTable
      label="Changes"
      differences={differences}
      before="Before"
      after="After"
    />
  );
};

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
    <LoadedView {...versions} what="the earlier definitions">
      {all => (
        <ol className={styles.versions} aria-label="Definitions, latest first">
          {all.map((version, index) => (
            <li key={version.etag}>
              <Flex direction="column" gap="2">
                <Text as="p" color="secondary">
                  <Timestamp at={version.since} /> by{' '}
                  <PersonLink actor={version.by} />
                </Text>
                <Changes version={version} before={all[index + 1]} />
              </Flex>
            </li>
          ))}
        </ol>
      )}
    </LoadedView>
  );
};
