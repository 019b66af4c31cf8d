import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { MetricSql, StoredMetric } from '@etude/plugin-metrics-common';
import { LoadedView, StateMessage, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { dialectWords } from '../../model/warehouse-words';
import { SqlText } from '../SqlText';

const Planned = ({ sql, problems, dialect, warehouseId }: MetricSql) =>
  sql === null ? (
    <StateMessage
      title="This metric cannot be computed as it is"
      reason={problems.map(({ message }) => message).join(' ')}
    />
  ) : (
    <>
      <Text as="p" color="secondary">
        {`What an experiment with this metric alone asks ${warehouseId === 'lake' ? 'the lake' : `warehouse ${warehouseId}`}, in the SQL of ${dialectWords(dialect)}; the names between < and > are of that experiment. No row of a unit leaves the warehouse.`}
      </Text>
      <SqlText sql={sql} label="SQL of this metric" />
    </>
  );

/** The query that the metric comes to. */
export const SqlPanel = ({ metric }: { readonly metric: StoredMetric }) => {
  const api = useApi(metricsApiRef);
  const planned = useLoaded(`sql:${metric.id}:${metric.etag}`, () =>
    api.pages.sql(metric.id),
  );
  return (
    <Flex role="region" aria-label="Query" direction="column" gap="3">
      <Text as="h2" variant="title-small" weight="bold">
        The query it comes to
      </Text>
      <LoadedView {...planned} what="the query">
        {found => <Planned {...found} />}
      </LoadedView>
    </Flex>
  );
};
