import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type { MetricUse } from '@etude/plugin-experiments-common';
import type {
  FactTableFreshness,
  StoredFactTable,
} from '@etude/plugin-metrics-common';
import { LoadedView, StatusBadge, Timestamp, useCommand } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { experimentRouteRef } from '../../routes';
import { Completeness, NewestTime } from '../Freshness';

const MS_PER_DAY = 86_400_000;
/** A table that fills daily may be a day and a half behind. */
const STALE_DAYS = 1.5;

export type HealthPanelProps = {
  readonly factTable: StoredFactTable | undefined;
  readonly uses: UseLoaded<readonly MetricUse[]>;
};

const Newest = ({ latestAt, checkedAt }: FactTableFreshness) => {
  if (latestAt === null) {
    return (
      <>
        <StatusBadge tone="bad">Empty</StatusBadge> It has no rows.
      </>
    );
  }
  const age = (Date.parse(checkedAt) - Date.parse(latestAt)) / MS_PER_DAY;
  return (
    <>
      {age > STALE_DAYS ? (
        <StatusBadge tone="warning">Old</StatusBadge>
      ) : (
        <StatusBadge tone="good">Fresh</StatusBadge>
      )}{' '}
      <NewestTime latestAt={latestAt} checkedAt={checkedAt} one="row" />
    </>
  );
};

/** How fresh the facts are, asked when wanted: it reads the warehouse. */
const Freshness = ({ factTable }: { readonly factTable: StoredFactTable }) => {
  const api = useApi(metricsApiRef);
  const [freshness, setFreshness] = useState<FactTableFreshness>();
  const check = useCommand(async () =>
    setFreshness(await api.warehouses.freshness(factTable.id)),
  );
  if (factTable.timestampColumn === null) {
    return (
      <Text as="p">
        {factTable.name} has no time of a row, so how fresh it is cannot be
        told.
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="2">
      <Text as="p">
        {freshness ? (
          <Newest {...freshness} />
        ) : (
          `How old the newest row of ${factTable.name} is, and whether days are missing, is asked of its warehouse.`
        )}
      </Text>
      {freshness && freshness.latestAt !== null && (
        <Completeness {...freshness.completeness} />
      )}
      {check.error && (
        <Text as="p" role="alert" color="danger">
          {check.error.message}
        </Text>
      )}
      <div>
        <Button
          size="small"
          variant="secondary"
          isPending={check.isPending}
          onPress={() => void check.run()}
        >
          Check freshness
        </Button>
      </div>
    </Flex>
  );
};

const Failures = ({ uses }: { readonly uses: readonly MetricUse[] }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  const failed = uses.filter(({ problem }) => problem !== null);
  const latest = uses
    .flatMap(({ computedAt }) => computedAt ?? [])
    .sort()
    .at(-1);
  if (failed.length === 0) {
    return (
      <Text as="p">
        <StatusBadge tone="good">Computes</StatusBadge>{' '}
        {latest === undefined ? (
          'No experiment has computed it yet.'
        ) : (
          <>
            Last computed <Timestamp at={latest} />. No experiment’s latest
            refresh failed.
          </>
        )}
      </Text>
    );
  }
  return (
    <ul>
      {failed.map(use => (
        <li key={use.experimentId}>
          <StatusBadge tone="bad">Failed</StatusBadge>{' '}
          <Link href={experimentPath?.({ id: use.experimentId }) ?? ''}>
            {use.name}
          </Link>
          : {use.problem?.message}
        </li>
      ))}
    </ul>
  );
};

/** Whether the metric can be trusted today. */
export const HealthPanel = ({ factTable, uses }: HealthPanelProps) => (
  <Flex direction="column" gap="3">
    {factTable && <Freshness factTable={factTable} />}
    <LoadedView {...uses} what="how its computations went">
      {found => <Failures uses={found} />}
    </LoadedView>
  </Flex>
);
