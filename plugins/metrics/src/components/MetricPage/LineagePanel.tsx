import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Link, Text } from '@backstage/ui';
import type { MetricUse } from '@etude/plugin-experiments-common';
import { LAKE_WAREHOUSE_ID } from '@etude/plugin-metrics-common';
import type { MetricLineage, StoredMetric } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  StateMessage,
  StatusBadge,
  formatCount,
  useLoaded,
} from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { ROLE_WORDS, STATE_BADGES } from '../../model/experiment-words';
import { experimentRouteRef, factTableRouteRef } from '../../routes';
import styles from './MetricPage.module.css';

export type LineagePanelProps = {
  readonly metric: StoredMetric;
  readonly uses: UseLoaded<readonly MetricUse[]>;
};

type Read = MetricLineage['reads'][number];
type ReadColumn = Read['columns'][number];

const asWords = ({ as, name }: ReadColumn): string => {
  switch (as) {
    case 'unit':
      return `the ${name ?? 'unit'}`;
    case 'time':
      return 'when it happened';
    case 'measure':
      return `measure ${name ?? ''}`;
    case 'filter':
      return name === null ? 'filter' : `filter of ${name}`;
    default:
      return as satisfies never;
  }
};

const placeWords = (warehouseId: string | null): string =>
  warehouseId === null || warehouseId === LAKE_WAREHOUSE_ID
    ? 'in the lake'
    : `in warehouse ${warehouseId}`;

const FactTableCard = ({ read }: { readonly read: Read }) => {
  const factTablePath = useRouteRef(factTableRouteRef);
  const { factTableId, name, columns } = read;
  return (
    <li className={styles.node}>
      {name === null ? (
        <Text as="p" color="danger">
          {`Fact table ${factTableId} does not exist any more.`}
        </Text>
      ) : (
        <>
          <Link href={factTablePath?.({ id: factTableId }) ?? ''}>{name}</Link>
          <Text as="p" variant="body-small" color="secondary">
            {placeWords(read.warehouseId)}
          </Text>
          <ul className={styles.columns}>
            {columns.map(column => (
              <li key={`${column.column} ${asWords(column)}`}>
                <code>{column.column}</code>
                <Text variant="body-small" color="secondary">
                  {asWords(column)}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
};

const UseCard = ({ use }: { readonly use: MetricUse }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  const { tone, label } = STATE_BADGES[use.state];
  return (
    <li className={styles.node}>
      {experimentPath ? (
        <Link href={experimentPath({ id: use.experimentId })}>{use.name}</Link>
      ) : (
        <Text>{use.name}</Text>
      )}
      <span className={styles.badges}>
        <Text variant="body-small" color="secondary">
          {ROLE_WORDS[use.role]}
        </Text>
        <StatusBadge tone={tone}>{label}</StatusBadge>
        {use.demo && <StatusBadge tone="muted">Demo</StatusBadge>}
      </span>
    </li>
  );
};

const FIRST_USES = 8;

const Uses = ({ uses }: { readonly uses: readonly MetricUse[] }) => {
  const [isWhole, setIsWhole] = useState(false);
  if (uses.length === 0) {
    return (
      <StateMessage
        title="No experiment measures it yet"
        reason="An experiment chooses its metrics in its plan, as success metric or guardrail."
      />
    );
  }
  const shown = isWhole ? uses : uses.slice(0, FIRST_USES);
  return (
    <>
      <ul className={styles.nodes}>
        {shown.map(use => (
          <UseCard key={use.experimentId} use={use} />
        ))}
      </ul>
      {shown.length < uses.length && (
        <Button
          className={styles.more ?? ''}
          size="small"
          variant="secondary"
          onPress={() => setIsWhole(true)}
        >
          {`Show all ${formatCount(uses.length)} experiments`}
        </Button>
      )}
    </>
  );
};

/** What the metric is made of, and what is made of it. */
export const LineagePanel = ({ metric, uses }: LineagePanelProps) => {
  const api = useApi(metricsApiRef);
  const lineage = useLoaded(`lineage:${metric.id}:${metric.etag}`, () =>
    api.pages.lineage(metric.id),
  );
  return (
    <section aria-label="Lineage" className={styles.lineage}>
      <div>
        <Text as="h2" variant="body-medium" weight="bold">
          Reads
        </Text>
        <LoadedView {...lineage} what="what it reads">
          {({ reads }) => (
            <ul className={styles.nodes}>
              {reads.map(read => (
                <FactTableCard key={read.factTableId} read={read} />
              ))}
            </ul>
          )}
        </LoadedView>
      </div>
      <div className={styles.arrow} aria-hidden="true">
        →
      </div>
      <div>
        <Text as="h2" variant="body-medium" weight="bold">
          This metric
        </Text>
        <ul className={styles.nodes}>
          <li className={styles.node}>
            <Text weight="bold">{metric.name}</Text>
          </li>
        </ul>
      </div>
      <div className={styles.arrow} aria-hidden="true">
        →
      </div>
      <div>
        <Text as="h2" variant="body-medium" weight="bold">
          Measured by
        </Text>
        <LoadedView {...uses} what="the experiments that measure it">
          {found => <Uses uses={found} />}
        </LoadedView>
      </div>
    </section>
  );
};
