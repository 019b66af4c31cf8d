import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { Timestamp, formatPercent } from '@etude/ui';
import { AGGREGATION_WORDS, TYPE_WORDS } from '../../model/metric-labels';
import {
  definitionSentence,
  filterWords,
  unitsWithoutFacts,
} from '../../model/metric-words';
import { windowWords } from '../../model/window-words';
import { experimentsRouteRef, factTableRouteRef } from '../../routes';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { BaselinePanel } from './BaselinePanel';
import styles from './MetricPage.module.css';

export type MetricOverviewProps = {
  readonly metric: StoredMetric;
  readonly factTable: StoredFactTable | undefined;
};

const FactTableLink = ({ metric, factTable }: MetricOverviewProps) => {
  const factTablePath = useRouteRef(factTableRouteRef);
  return (
    <Link href={factTablePath?.({ id: metric.factTableId }) ?? ''}>
      {factTable?.name ?? metric.factTableId}
    </Link>
  );
};

const effect = (share: number | undefined): string =>
  share === undefined ? 'none' : formatPercent(share);

const propertiesOf = (props: MetricOverviewProps): readonly Property[] => {
  const { metric, factTable } = props;
  return [
    { label: 'Fact table', value: <FactTableLink {...props} /> },
    { label: 'Entity', value: metric.entity },
    { label: 'Type', value: TYPE_WORDS[metric.type].label },
    {
      label: 'Value of a unit',
      value: `${AGGREGATION_WORDS[metric.aggregation]}${metric.measure ? `: ${metric.measure}` : ''}`,
    },
    ...(metric.threshold === undefined
      ? []
      : [{ label: 'Threshold', value: `at least ${metric.threshold}` }]),
    {
      label: 'Filters',
      value: metric.filters.map(filterWords).join(' and ') || 'none',
    },
    { label: 'Window', value: windowWords(metric.window, factTable) },
    {
      label: 'Minimum detectable effect',
      value: effect(metric.defaultMdeRelative),
    },
    {
      label: 'Non-inferiority margin',
      value: effect(metric.defaultNimRelative),
    },
    {
      label: 'Last changed',
      value: (
        <>
          <Timestamp at={metric.updatedAt} /> by {metric.updatedBy}
        </>
      ),
    },
  ];
};

/** What a metric means, what it was lately, where it is used. */
export const MetricOverview = (props: MetricOverviewProps) => {
  const { metric, factTable } = props;
  const experiments = useRouteRef(experimentsRouteRef);
  return (
    <Flex direction="column" gap="6">
      <Flex direction="column" gap="2">
        <Text as="p" variant="body-large" className={styles.words ?? ''}>
          {definitionSentence(metric, factTable)}. {unitsWithoutFacts(metric)}
        </Text>
        {metric.description && (
          <Text as="p" color="secondary" className={styles.words ?? ''}>
            {metric.description}
          </Text>
        )}
      </Flex>
      <BaselinePanel metric={metric} />
      <Flex role="region" aria-label="Definition" direction="column" gap="3">
        <Text as="h2" variant="title-small" weight="bold">
          Definition
        </Text>
        <PropertyList properties={propertiesOf(props)} />
      </Flex>
      {experiments && (
        <Flex
          role="region"
          aria-label="Where it is used"
          direction="column"
          gap="3"
        >
          <Text as="h2" variant="title-small" weight="bold">
            Where it is used
          </Text>
          <Text as="p">
            <Link
              href={`${experiments()}?${new URLSearchParams({ q: metric.id })}`}
            >
              Find experiments with {metric.name}
            </Link>
          </Text>
        </Flex>
      )}
    </Flex>
  );
};
