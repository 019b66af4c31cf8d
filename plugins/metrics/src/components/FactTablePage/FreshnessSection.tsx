import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { bytesText } from '@etude/plugin-metrics-common';
import type { FactTableFreshness } from '@etude/plugin-metrics-common';
import { Timestamp, formatCount, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import styles from './FactTablePage.module.css';

const ReadWords = ({ estimate, checkedAt }: FactTableFreshness) => (
  <Text as="p" color="secondary">
    Asked <Timestamp at={checkedAt} />
    {estimate.bytes !== null &&
      `; the warehouse expected to read ${bytesText(estimate.bytes)}`}
    .
  </Text>
);

const DayRows = ({ days, since }: FactTableFreshness) =>
  days.every(({ rows }) => rows === 0) ? (
    <Text as="p">
      No row has a time since <Timestamp at={since} />. Check what fills the
      table.
    </Text>
  ) : (
    <table className={styles.days}>
      <caption>Rows by day, in UTC</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Rows</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, rows }) => (
          <tr key={date}>
            <th scope="row">{date}</th>
            <td>{formatCount(rows)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

const Found = (freshness: FactTableFreshness) => (
  <>
    <Text as="p">
      {freshness.latestAt === null ? (
        'The table has no rows.'
      ) : (
        <>
          The newest row is from <Timestamp at={freshness.latestAt} />.
        </>
      )}
    </Text>
    {freshness.latestAt !== null && <DayRows {...freshness} />}
    <ReadWords {...freshness} />
  </>
);

/** How fresh the rows are, asked when wanted: it reads the warehouse. */
export const FreshnessSection = (props: { readonly factTableId: string }) => {
  const api = useApi(metricsApiRef);
  const [freshness, setFreshness] = useState<FactTableFreshness>();
  const check = useCommand(async () =>
    setFreshness(await api.warehouses.freshness(props.factTableId)),
  );
  return (
    <Flex direction="column" gap="2">
      <Text as="h2" variant="title-small" weight="bold">
        Freshness
      </Text>
      {check.error && (
        <Text as="p" role="alert" className={styles.problem ?? ''}>
          {check.error.message}
        </Text>
      )}
      {freshness && <Found {...freshness} />}
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
