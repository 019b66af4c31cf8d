import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  RelationCoverage as Coverage,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import { formatCount, formatPercent, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';

const words = (
  { from, to, validFromColumn }: StoredRelation,
  { known, owned }: Coverage,
): string => {
  if (known === 0) return 'Its table has no rows yet.';
  const what =
    validFromColumn === undefined ? `ids of ${from}` : `changes of ${from}`;
  const rest = owned < known ? ' Facts of the rest are left out.' : '';
  return `${formatPercent(owned / known)} of ${formatCount(known)} ${what} lead to one ${to}.${rest}`;
};

/** How much of a relation can be used, as the warehouse knows it. */
export const RelationCoverage = (props: {
  readonly relation: StoredRelation;
}) => {
  const { relation } = props;
  const api = useApi(metricsApiRef);
  const { loaded } = useLoaded(`${relation.id} ${relation.etag}`, signal =>
    api.relations.coverage(relation.id, { signal }),
  );
  switch (loaded.state) {
    case 'loading':
      return <Text color="secondary">Counting …</Text>;
    case 'failed':
      return (
        <Text color="secondary">
          Could not be counted: {loaded.error.message}
        </Text>
      );
    case 'loaded':
      return <Text>{words(relation, loaded.value)}</Text>;
  }
};
