import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { bytesText } from '@etude/plugin-metrics-common';
import type { FactTableFreshness } from '@etude/plugin-metrics-common';
import { Timestamp, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { FreshnessFigures } from '../Freshness';
import styles from './FactTablePage.module.css';

const ReadWords = ({ estimate, checkedAt }: FactTableFreshness) => (
  <Text as="p" color="secondary">
    Asked <Timestamp at={checkedAt} />
    {estimate.bytes !== null &&
      `; the warehouse expected to read ${bytesText(estimate.bytes)}`}
    .
  </Text>
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
      {freshness && (
        <>
          <FreshnessFigures freshness={freshness} what="Rows" />
          <ReadWords {...freshness} />
        </>
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
