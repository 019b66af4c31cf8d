import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type { MetricUse } from '@etude/plugin-experiments-common';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { PersonLink, Timestamp } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { metricFacts } from '../../model/metric-facts';
import {
  definitionSentence,
  unitsWithoutFacts,
} from '../../model/metric-words';
import { factTableRouteRef } from '../../routes';
import { PreviewPanel } from '../MetricPreview';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { HealthPanel } from './HealthPanel';
import styles from './MetricPage.module.css';

export type MetricOverviewProps = {
  readonly metric: StoredMetric;
  readonly factTable: StoredFactTable | undefined;
  readonly uses: UseLoaded<readonly MetricUse[]>;
};

type FactTableLinkProps = Pick<MetricOverviewProps, 'metric' | 'factTable'>;

const FactTableLink = ({ metric, factTable }: FactTableLinkProps) => {
  const factTablePath = useRouteRef(factTableRouteRef);
  return (
    <Link href={factTablePath?.({ id: metric.factTableId }) ?? ''}>
      {factTable?.name ?? metric.factTableId}
    </Link>
  );
};

/** Said elsewhere on the page, or of no use where there is none. */
const ELSEWHERE = ['Name', 'Description', 'Owner', 'Fact table'];
const NONE = 'none';

const propertiesOf = (props: FactTableLinkProps): readonly Property[] => {
  const { metric } = props;
  return [
    { label: 'Fact table', value: <FactTableLink {...props} /> },
    ...metricFacts(metric).filter(
      ({ label, value }) => !ELSEWHERE.includes(label) && value !== NONE,
    ),
    {
      label: 'Last changed',
      value: (
        <>
          <Timestamp at={metric.updatedAt} /> by{' '}
          <PersonLink actor={metric.updatedBy} />
        </>
      ),
    },
  ];
};

/** What a metric means, what it was lately, whether it can be trusted. */
export const MetricOverview = (props: MetricOverviewProps) => {
  const { metric, factTable, uses } = props;
  return (
    <div className={styles.overview}>
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
        <Flex role="region" aria-label="Definition" direction="column" gap="3">
          <Text as="h2" variant="title-small" weight="bold">
            Definition
          </Text>
          <PropertyList properties={propertiesOf(props)} />
        </Flex>
        <Flex role="region" aria-label="Health" direction="column" gap="3">
          <Text as="h2" variant="title-small" weight="bold">
            Health
          </Text>
          <HealthPanel factTable={factTable} uses={uses} />
        </Flex>
      </Flex>
      <PreviewPanel
        title="Lately"
        definition={metric}
        factTable={factTable}
        isReady={factTable !== undefined}
      />
    </div>
  );
};
